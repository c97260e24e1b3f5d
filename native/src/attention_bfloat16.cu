// Attention with bfloat16 results on tensor cores, for cards from Ampere on; op/Attention.java defines the
// formulas. Operands of products are rounded to bfloat16: q, k, v, dy, and the probabilities and slopes
// that are factors of a second product. All sums and the softmax are float32.
//
// A block has a tile of ROWS rows of a sentence and head, and each of its warps 16 of these rows. Operands
// are rounded while they are loaded into shared memory; scores, probabilities and sums stay in registers.
// Every sum belongs to one warp and has a fixed order: there are no atomics, and the bits are always the
// same.
//
// Forward reads each input once if a sentence fits into a tile. Longer sentences are read tile by tile with
// a running maximum and sum (Milakov and Gimelshein 2018; Dao et al. 2022). Backward recomputes the
// probabilities from the log-sum-exp, once by rows of queries for delta and dq, and once by rows of keys
// for dk and dv. If every sentence fits into a tile, one kernel does both and also reads each input once.
// For longer sentences there are two kernels, and the first needs two passes over the keys: dq depends on
// delta, the sum over all keys.
#include <type_traits>

#include "attention.h"
#include "tensorcore.h"
#include "vector.h"

namespace zener {
namespace {

constexpr int CHUNK = 8;  // elements that a thread loads at once

// The sizes of a block, for heads of at most WIDTH columns.
template <int WIDTH>
struct Tile {
  static constexpr int ROWS = WIDTH > 64 ? 32 : 64;
  static constexpr int PARTS = ROWS / CORE;
  static constexpr int THREADS = PARTS * WARP;
  static constexpr int STRIDE = WIDTH + CHUNK;  // eight rows of a chunk are then in different banks
  static constexpr int ELEMENTS = ROWS * STRIDE;
};

// A chunk as bfloat16.
__device__ __forceinline__ uint4 load_chunk(const bfloat16* at) { return load_vector<uint4>(at); }
__device__ __forceinline__ uint4 load_chunk(const float* at) {
  float4 x = load_vector<float4>(at), y = load_vector<float4>(at + 4);
  return make_uint4(pack(x.x, x.y), pack(x.z, x.w), pack(y.x, y.y), pack(y.z, y.w));
}

// Loads rows of one head into a tile. Adds zeros up to WIDTH columns and a multiple of 16 rows, because the
// products include them.
template <int WIDTH, typename I, typename T>
__device__ __forceinline__ void load(const Batch<I>& b, const T* from, int first, int rows, int head, bfloat16* tile) {
  using Of = Tile<WIDTH>;
  constexpr int CHUNKS = WIDTH / CHUNK, COUNT = Of::ROWS * CHUNKS / Of::THREADS;
  uint4 chunks[COUNT];
#pragma unroll
  for (int n = 0; n < COUNT; n++) {
    int at = static_cast<int>(threadIdx.x) + n * Of::THREADS, i = at / CHUNKS, d = at % CHUNKS * CHUNK;
    chunks[n] = make_uint4(0, 0, 0, 0);
    if (i < rows && d < b.size) chunks[n] = load_chunk(from + b.at(first + i, head) + d);
  }
#pragma unroll
  for (int n = 0; n < COUNT; n++) {
    int at = static_cast<int>(threadIdx.x) + n * Of::THREADS, i = at / CHUNKS, d = at % CHUNKS * CHUNK;
    if (i / CORE * CORE < rows) store_vector(tile + i * Of::STRIDE + d, chunks[n]);
  }
}

// Stores the factor times a warp's sums into the rows of one head.
template <int WIDTH, typename I>
__device__ __forceinline__ void store(const Batch<I>& b, const float (&sums)[WIDTH / 8][4], const float (&factors)[2],
                                      int first, int rows, int head, bfloat16* to) {
#pragma unroll
  for (int e = 0; e < 4; e += 2) {
    int i = sum_row(e);
    if (i >= rows) continue;
    bfloat16* row = to + b.at(first + i, head);
#pragma unroll
    for (int part = 0; part < WIDTH / 8; part++) {
      int d = sum_column(part, e);
      if (d >= b.size) continue;
      store_vector(row + d, pack(sums[part][e] * factors[e / 2], sums[part][e + 1] * factors[e / 2]));
    }
  }
}

// Zeroes one head of the rows after the last sentence. The blocks after those of the sentences do this.
template <typename I>
__device__ void clear_rest(const Batch<I>& b, const int32_t* offsets, int rows, bfloat16* y) {
  if (y == nullptr) return;
  int chunks = b.size / CHUNK, first = offsets[gridDim.z - 1], head = static_cast<int>(blockIdx.y);
  int step = static_cast<int>(gridDim.x * blockDim.x);
  for (int at = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x); at < (rows - first) * chunks; at += step) {
    store_vector(y + b.at(first + at / chunks, head) + at % chunks * CHUNK, make_uint4(0, 0, 0, 0));
  }
}

__device__ __forceinline__ bool is_after_sentences() { return blockIdx.z == gridDim.z - 1; }

// A warp's first row in its block's tile.
__device__ __forceinline__ int own_row() { return static_cast<int>(threadIdx.x) / WARP * CORE; }

__device__ __forceinline__ int smaller(int x, int y) { return x < y ? x : y; }

// Blocks [tiles of queries, heads, sentences + 1].
template <int WIDTH, typename I>
__global__ void __launch_bounds__(Tile<WIDTH>::THREADS, WIDTH > 64 ? 1 : 4)
    forward(Batch<I> b, DropoutSite site, int all_queries, bfloat16* y, float* lse) {
  using Of = Tile<WIDTH>;
  ZENER_DYNAMIC_SHARED(bfloat16, shared);
  if (is_after_sentences()) {
    clear_rest(b, b.query_offsets, all_queries, y);
    return;
  }
  Place p(b);
  int top = static_cast<int>(blockIdx.x) * Of::ROWS;
  if (top >= p.queries) return;
  bfloat16* queries = shared;  // [ROWS, STRIDE], as the others
  bfloat16* keys = queries + Of::ELEMENTS;
  bfloat16* values = keys + Of::ELEMENTS;
  int rows = smaller(p.queries - top, Of::ROWS), row = own_row();
  float scale = rsqrtf(static_cast<float>(b.size));
  load<WIDTH>(b, b.q, p.query + top, rows, p.head, queries);
  Draws draws(site);
  float largest[2] = {-INFINITY, -INFINITY}, sum[2] = {}, result[WIDTH / 8][4] = {};
  for (int left = 0; left < p.keys; left += Of::ROWS) {
    int columns = smaller(p.keys - left, Of::ROWS);
    __syncthreads();  // all warps have read the last tiles
    load<WIDTH>(b, b.k, p.key + left, columns, p.head, keys);
    load<WIDTH>(b, b.v, p.key + left, columns, p.head, values);
    __syncthreads();
    if (row >= rows) continue;
    float weights[Of::PARTS][2][4] = {}, most[2] = {largest[0], largest[1]};
#pragma unroll
    for (int part = 0; part < Of::PARTS; part++) {
      if (part * CORE >= columns) break;
      add_dots<WIDTH>(weights[part], queries + row * Of::STRIDE, keys + part * CORE * Of::STRIDE, Of::STRIDE);
#pragma unroll
      for (int half = 0; half < 2; half++) {
#pragma unroll
        for (int e = 0; e < 4; e++) {
          bool exists = part * CORE + sum_column(half, e) < columns;
          weights[part][half][e] = exists ? scale * weights[part][half][e] : -INFINITY;
          most[e / 2] = fmaxf(most[e / 2], weights[part][half][e]);
        }
      }
    }
    float shrink[2];
#pragma unroll
    for (int i = 0; i < 2; i++) {
      most[i] = largest_of_row(most[i]);
      shrink[i] = __expf(largest[i] - most[i]);
      largest[i] = most[i];
      sum[i] *= shrink[i];
    }
#pragma unroll
    for (int part = 0; part < WIDTH / 8; part++) {
#pragma unroll
      for (int e = 0; e < 4; e++) result[part][e] *= shrink[e / 2];
    }
#pragma unroll
    for (int part = 0; part < Of::PARTS; part++) {
      if (part * CORE >= columns) break;
#pragma unroll
      for (int half = 0; half < 2; half++) {
#pragma unroll
        for (int e = 0; e < 4; e++) {
          float weight = __expf(weights[part][half][e] - most[e / 2]);
          sum[e / 2] += weight;
          int query = p.query + top + row + sum_row(e), key = left + part * CORE + sum_column(half, e);
          weights[part][half][e] = weight * draws.factor(element(b, query, p.head, key));
        }
      }
      add_weighted<WIDTH>(result, as_factor(weights[part]), values + part * CORE * Of::STRIDE, Of::STRIDE);
    }
  }
  if (row >= rows) return;
  float factors[2];
#pragma unroll
  for (int i = 0; i < 2; i++) {
    sum[i] = sum_of_row(sum[i]);
    factors[i] = p.keys > 0 ? 1 / sum[i] : 0.0f;
    int at = row + sum_row(2 * i);
    if (lse != nullptr && sum_column(0, 0) == 0 && at < rows) {
      lse[static_cast<size_t>(p.query + top + at) * b.heads + p.head] = largest[i] + logf(sum[i]);
    }
  }
  store<WIDTH>(b, result, factors, p.query + top + row, rows - row, p.head, y);
}

// The other inputs, the results and the workspace of the backward pass.
struct Gradients {
  const float* lse;
  const float* dy;
  bfloat16* dq;
  bfloat16* dk;
  bfloat16* dv;
  float* delta;
  int queries, keys;  // rows of the tensors
};

// The tiles in shared memory: four [ROWS, STRIDE], and a number for each query.
template <int WIDTH>
struct Tiles {
  bfloat16* queries;
  bfloat16* gradients;  // of y
  bfloat16* keys;
  bfloat16* values;
  float* lse;
  float* delta;

  static constexpr size_t BYTES =
      sizeof(bfloat16) * 4 * Tile<WIDTH>::ELEMENTS + sizeof(float) * 2 * Tile<WIDTH>::ROWS;

  __device__ explicit Tiles(bfloat16* shared)
      : queries(shared),
        gradients(queries + Tile<WIDTH>::ELEMENTS),
        keys(gradients + Tile<WIDTH>::ELEMENTS),
        values(keys + Tile<WIDTH>::ELEMENTS),
        lse(reinterpret_cast<float*>(values + Tile<WIDTH>::ELEMENTS)),
        delta(lse + Tile<WIDTH>::ROWS) {}
};

// dk and dv of a warp's 16 keys.
template <int WIDTH>
struct KeySums {
  float dk[WIDTH / 8][4] = {};
  float dv[WIDTH / 8][4] = {};

  // Adds a tile of queries; `key` is the number of the warp's first key in the sentence.
  __device__ __forceinline__ void add(const Batch<float>& b, const Place& p, const Tiles<WIDTH>& tiles, Draws& draws,
                                      float scale, int top, int rows, int key) {
    constexpr int STRIDE = Tile<WIDTH>::STRIDE;
    for (int i = 0; i < rows; i += CORE) {
      const bfloat16 *queries = tiles.queries + i * STRIDE, *gradients = tiles.gradients + i * STRIDE;
      float weights[2][4] = {}, slopes[2][4] = {};
      add_dots<WIDTH>(weights, tiles.keys + own_row() * STRIDE, queries, STRIDE);
      add_dots<WIDTH>(slopes, tiles.values + own_row() * STRIDE, gradients, STRIDE);
#pragma unroll
      for (int half = 0; half < 2; half++) {
#pragma unroll
        for (int e = 0; e < 4; e++) {
          int query = i + sum_column(half, e);
          float probability = __expf(scale * weights[half][e] - tiles.lse[query]);
          float kept = draws.factor(element(b, p.query + top + query, p.head, key + sum_row(e)));
          weights[half][e] = probability * kept;
          slopes[half][e] = probability * (kept * slopes[half][e] - tiles.delta[query]);
        }
      }
      add_weighted<WIDTH>(dv, as_factor(weights), gradients, STRIDE);
      add_weighted<WIDTH>(dk, as_factor(slopes), queries, STRIDE);
    }
  }

  // `first` is the row of the warp's first key, and `rows` the number of keys from there on.
  __device__ __forceinline__ void store_in(const Batch<float>& b, const Gradients& g, float scale, int first, int rows,
                                           int head) {
    const float scales[2] = {scale, scale}, ones[2] = {1, 1};
    if (g.dk != nullptr) store<WIDTH>(b, dk, scales, first, rows, head, g.dk);
    if (g.dv != nullptr) store<WIDTH>(b, dv, ones, first, rows, head, g.dv);
  }
};

// The log-sum-exp of a query of a tile; after the last one, that with which all probabilities are 0.
__device__ __forceinline__ float lse_of(const Batch<float>& b, const Place& p, const Gradients& g, int top, int row,
                                        int rows) {
  return row < rows ? g.lse[static_cast<size_t>(p.query + top + row) * b.heads + p.head] : INFINITY;
}

// dq and delta. If every sentence is WHOLE in a tile, also dk and dv. Blocks [tiles of queries, heads,
// sentences + 1].
template <int WIDTH, bool WHOLE>
__global__ void __launch_bounds__(Tile<WIDTH>::THREADS, WHOLE ? 4 : 1)
    backward_queries(Batch<float> b, DropoutSite site, Gradients g) {
  using Of = Tile<WIDTH>;
  ZENER_DYNAMIC_SHARED(bfloat16, shared);
  if (is_after_sentences()) {
    clear_rest(b, b.query_offsets, g.queries, g.dq);
    if (WHOLE) clear_rest(b, b.key_offsets, g.keys, g.dk);
    if (WHOLE) clear_rest(b, b.key_offsets, g.keys, g.dv);
    return;
  }
  Place p(b);
  int top = static_cast<int>(blockIdx.x) * Of::ROWS;
  if (top >= p.queries && (!WHOLE || top >= p.keys)) return;
  Tiles<WIDTH> tiles(shared);
  int rows = smaller(p.queries - top, Of::ROWS), row = own_row();
  float scale = rsqrtf(static_cast<float>(b.size));
  load<WIDTH>(b, b.q, p.query + top, rows, p.head, tiles.queries);
  load<WIDTH>(b, g.dy, p.query + top, rows, p.head, tiles.gradients);
  if (WHOLE) {
    for (int i = static_cast<int>(threadIdx.x); i < Of::ROWS; i += Of::THREADS) {
      tiles.lse[i] = lse_of(b, p, g, top, i, rows);
    }
  }
  const float lse[2] = {lse_of(b, p, g, top, row + sum_row(0), rows), lse_of(b, p, g, top, row + sum_row(2), rows)};
  Draws draws(site);
  float delta[2] = {}, dq[WIDTH / 8][4] = {};
  const bool single = WHOLE || p.keys <= Of::ROWS;  // then delta is known after one pass
  for (int pass = single ? 1 : 0; pass < 2; pass++) {
    if (pass == 1 && !single && g.dq == nullptr) break;
    for (int left = 0; left < (WHOLE ? 1 : p.keys); left += Of::ROWS) {
      int columns = smaller(p.keys - left, Of::ROWS);
      if (!WHOLE) __syncthreads();  // all warps have read the last tiles
      load<WIDTH>(b, b.k, p.key + left, columns, p.head, tiles.keys);
      load<WIDTH>(b, b.v, p.key + left, columns, p.head, tiles.values);
      __syncthreads();
      if (row >= rows) continue;
      float probabilities[Of::PARTS][2][4] = {}, slopes[Of::PARTS][2][4] = {}, more[2] = {};
#pragma unroll
      for (int part = 0; part < Of::PARTS; part++) {
        if (part * CORE >= columns) break;
        const int at = part * CORE * Of::STRIDE;
        add_dots<WIDTH>(probabilities[part], tiles.queries + row * Of::STRIDE, tiles.keys + at, Of::STRIDE);
        add_dots<WIDTH>(slopes[part], tiles.gradients + row * Of::STRIDE, tiles.values + at, Of::STRIDE);
#pragma unroll
        for (int half = 0; half < 2; half++) {
#pragma unroll
          for (int e = 0; e < 4; e++) {
            float &probability = probabilities[part][half][e], &slope = slopes[part][half][e];
            int column = part * CORE + sum_column(half, e);
            probability = column < columns ? __expf(scale * probability - lse[e / 2]) : 0.0f;
            slope *= draws.factor(element(b, p.query + top + row + sum_row(e), p.head, left + column));
            more[e / 2] += probability * slope;
          }
        }
      }
      if (pass == 0 || single) {
        delta[0] += sum_of_row(more[0]);
        delta[1] += sum_of_row(more[1]);
      }
      if (pass == 0 || g.dq == nullptr) continue;
#pragma unroll
      for (int part = 0; part < Of::PARTS; part++) {
        if (part * CORE >= columns) break;
#pragma unroll
        for (int half = 0; half < 2; half++) {
#pragma unroll
          for (int e = 0; e < 4; e++) {
            slopes[part][half][e] = probabilities[part][half][e] * (slopes[part][half][e] - delta[e / 2]);
          }
        }
        add_weighted<WIDTH>(dq, as_factor(slopes[part]), tiles.keys + part * CORE * Of::STRIDE, Of::STRIDE);
      }
    }
  }
  if (row < rows) {
#pragma unroll
    for (int i = 0; i < 2; i++) {
      int at = row + sum_row(2 * i);
      if (sum_column(0, 0) != 0) continue;
      if (WHOLE) {
        tiles.delta[at] = delta[i];
      } else if (at < rows) {
        g.delta[static_cast<size_t>(p.query + top + at) * b.heads + p.head] = delta[i];
      }
    }
    const float scales[2] = {scale, scale};
    if (g.dq != nullptr) store<WIDTH>(b, dq, scales, p.query + top + row, rows - row, p.head, g.dq);
  }
  if (!WHOLE || (g.dk == nullptr && g.dv == nullptr)) return;
  __syncthreads();  // delta is complete
  if (row >= p.keys) return;
  KeySums<WIDTH> sums;
  sums.add(b, p, tiles, draws, scale, top, rows, row);
  sums.store_in(b, g, scale, p.key + row, p.keys - row, p.head);
}

// dk and dv of sentences that are not whole in a tile. Blocks [tiles of keys, heads, sentences + 1].
template <int WIDTH>
__global__ void __launch_bounds__(Tile<WIDTH>::THREADS) backward_keys(Batch<float> b, DropoutSite site, Gradients g) {
  using Of = Tile<WIDTH>;
  ZENER_DYNAMIC_SHARED(bfloat16, shared);
  if (is_after_sentences()) {
    clear_rest(b, b.key_offsets, g.keys, g.dk);
    clear_rest(b, b.key_offsets, g.keys, g.dv);
    return;
  }
  Place p(b);
  int left = static_cast<int>(blockIdx.x) * Of::ROWS;
  if (left >= p.keys) return;
  Tiles<WIDTH> tiles(shared);
  int columns = smaller(p.keys - left, Of::ROWS), row = own_row();
  float scale = rsqrtf(static_cast<float>(b.size));
  load<WIDTH>(b, b.k, p.key + left, columns, p.head, tiles.keys);
  load<WIDTH>(b, b.v, p.key + left, columns, p.head, tiles.values);
  Draws draws(site);
  KeySums<WIDTH> sums;
  for (int top = 0; top < p.queries; top += Of::ROWS) {
    int rows = smaller(p.queries - top, Of::ROWS);
    __syncthreads();  // all warps have read the last tiles
    load<WIDTH>(b, b.q, p.query + top, rows, p.head, tiles.queries);
    load<WIDTH>(b, g.dy, p.query + top, rows, p.head, tiles.gradients);
    for (int i = static_cast<int>(threadIdx.x); i < Of::ROWS; i += Of::THREADS) {
      tiles.lse[i] = lse_of(b, p, g, top, i, rows);
      tiles.delta[i] = i < rows ? g.delta[static_cast<size_t>(p.query + top + i) * b.heads + p.head] : 0.0f;
    }
    __syncthreads();
    if (row < columns) sums.add(b, p, tiles, draws, scale, top, rows, left + row);
  }
  if (row < columns) sums.store_in(b, g, scale, p.key + left + row, columns - row, p.head);
}

// Calls a function with the smallest width of tiles, as a constant, into which a head fits.
template <typename F>
cudaError_t with_width(int size, F run) {
  if (size <= 32) return run(std::integral_constant<int, 32>());
  if (size <= 64) return run(std::integral_constant<int, 64>());
  return run(std::integral_constant<int, MOST_SIZE>());
}

// Whether a kernel has the code for tensor cores, heads consist of whole chunks, and there is a block for
// the rows after the last sentence.
template <typename Kernel, typename I>
bool is_suitable(Kernel kernel, const Call<I>& c) {
  cudaFuncAttributes attributes;
  if (cudaFuncGetAttributes(&attributes, kernel) != cudaSuccess) return false;
  return attributes.ptxVersion >= OLDEST_CORE && c.batch.size % CHUNK == 0 && c.sentences < 65535 &&
         is_aligned(c.batch.q) && is_aligned(c.batch.k) && is_aligned(c.batch.v);
}

template <int WIDTH, typename I>
dim3 blocks(const Call<I>& c) {
  int tiles = ceil_div(c.longest, Tile<WIDTH>::ROWS);
  return dim3(tiles > 0 ? tiles : 1, c.batch.heads, c.sentences + 1);
}

template <int WIDTH, typename Kernel>
cudaError_t run_backward(const Call<float>& c, const Gradients& g, Kernel kernel) {
  static_assert(Tiles<WIDTH>::BYTES <= 48 << 10, "more shared memory needs an opt-in");
  ZENER_LAUNCH(kernel, blocks<WIDTH>(c), Tile<WIDTH>::THREADS, Tiles<WIDTH>::BYTES, c.stream, c.batch, c.site, g);
  return cudaGetLastError();
}

}  // namespace

template <typename I>
bool forward_on_tensor_cores(const Call<I>& c, bfloat16* y, float* lse, cudaError_t* error) {
  if (!is_suitable(forward<MOST_SIZE, I>, c) || !is_aligned(y)) return false;
  *error = with_width(c.batch.size, [&](auto width) {
    constexpr int WIDTH = width;
    constexpr size_t SHARED = sizeof(bfloat16) * 3 * Tile<WIDTH>::ELEMENTS;
    static_assert(SHARED <= 48 << 10, "more shared memory needs an opt-in");
    if (c.queries == 0) return cudaSuccess;
    auto kernel = forward<WIDTH, I>;
    ZENER_LAUNCH(kernel, blocks<WIDTH>(c), Tile<WIDTH>::THREADS, SHARED, c.stream, c.batch, c.site, c.queries, y, lse);
    return cudaGetLastError();
  });
  return true;
}

template bool forward_on_tensor_cores(const Call<float>&, bfloat16*, float*, cudaError_t*);
template bool forward_on_tensor_cores(const Call<bfloat16>&, bfloat16*, float*, cudaError_t*);

bool backward_on_tensor_cores(const Call<float>& c, const float* lse, const float* dy, bfloat16* dq, bfloat16* dk,
                              bfloat16* dv, float* delta, cudaError_t* error) {
  bool suitable = is_suitable(backward_keys<MOST_SIZE>, c) && is_aligned(dy);
  if (!suitable || !is_aligned(dq) || !is_aligned(dk) || !is_aligned(dv)) return false;
  Gradients g{lse, dy, dq, dk, dv, delta, c.queries, c.keys};
  *error = with_width(c.batch.size, [&](auto width) {
    constexpr int WIDTH = width;
    if (c.queries == 0 && c.keys == 0) return cudaSuccess;
    if (c.longest <= Tile<WIDTH>::ROWS) return run_backward<WIDTH>(c, g, backward_queries<WIDTH, true>);
    cudaError_t queries = run_backward<WIDTH>(c, g, backward_queries<WIDTH, false>);
    if (queries != cudaSuccess || (dk == nullptr && dv == nullptr)) return queries;
    return run_backward<WIDTH>(c, g, backward_keys<WIDTH>);
  });
  return true;
}

}  // namespace zener
