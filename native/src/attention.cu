// Attention within each sentence of a packed batch, forward and backward; op/Attention.java defines
// the formulas. Nothing of size sentences x heads x pieces x pieces is written to device memory.
//
// Forward: one block per sentence, head and TILE queries loops over tiles of keys, with a running
// maximum and sum (Milakov and Gimelshein 2018; Dao et al. 2022). Backward recomputes the
// probabilities from the log-sum-exp: one kernel loops over keys for delta and dq, another over
// queries for dk and dv. Every sum thus belongs to one block and has a fixed order: there are no
// atomics, and the bits are always the same.
//
// THREADS / TILE adjacent threads share a row of scores and of the result.
//
// These kernels compute float32 results on every card. For bfloat16 results, those of
// attention_bfloat16.cu are used where they can be.
#include <type_traits>

#include "attention.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int TILE = 32;
constexpr int THREADS = 256;
constexpr int SHARE = THREADS / TILE;      // threads of a row
constexpr int SCORES = TILE / SHARE;       // scores of a thread
constexpr size_t MOST_SHARED = 64 << 10;   // shared memory of a block that every card allows
constexpr int MOST_COLUMNS = MOST_SIZE / SHARE;  // columns of a thread

__device__ __forceinline__ int row_of() { return static_cast<int>(threadIdx.x) / SHARE; }
__device__ __forceinline__ int part_of() { return static_cast<int>(threadIdx.x) % SHARE; }

// Loads a tile of rows of one head into shared memory [ROWS, stride]; zeros after the last row.
template <int ROWS = TILE, typename I, typename T>
__device__ void load(const Batch<I>& b, const T* from, int first, int rows, int head, float* tile, int stride) {
  for (int e = static_cast<int>(threadIdx.x); e < ROWS * b.size; e += THREADS) {
    int i = e / b.size, d = e % b.size;
    tile[i * stride + d] = i < rows ? to_float(from[b.at(first + i, head) + d]) : 0.0f;
  }
}

__device__ __forceinline__ float dot(const float* x, const float* y, int size) {
  float sum = 0;
  for (int d = 0; d < size; d++) sum += x[d] * y[d];
  return sum;
}

// Reductions over the threads of a row.
__device__ __forceinline__ float row_max(float value) {
  for (int by = SHARE / 2; by > 0; by /= 2) value = fmaxf(value, __shfl_xor_sync(ALL_LANES, value, by));
  return value;
}

__device__ __forceinline__ float row_sum(float value) {
  for (int by = SHARE / 2; by > 0; by /= 2) value += __shfl_xor_sync(ALL_LANES, value, by);
  return value;
}

// Blocks [tiles of queries, heads, sentences].
template <typename I, typename T>
__global__ void __launch_bounds__(THREADS) forward(Batch<I> b, DropoutSite site, T* y, float* lse) {
  ZENER_DYNAMIC_SHARED(float, shared);
  Place p(b);
  int top = static_cast<int>(blockIdx.x) * TILE, stride = b.size + 1;
  if (top >= p.queries) return;
  float* queries = shared;                   // [TILE, stride]
  float* keys = queries + TILE * stride;     // [TILE, stride]
  float* values = keys + TILE * stride;      // [TILE, stride]
  float* weights = values + TILE * stride;   // [TILE, TILE + 1]
  int row = row_of(), part = part_of(), rows = p.queries - top < TILE ? p.queries - top : TILE;
  float scale = rsqrtf(static_cast<float>(b.size));
  load(b, b.q, p.query + top, rows, p.head, queries, stride);
  Draws draws(site);
  float largest = -INFINITY, sum = 0, result[MOST_COLUMNS] = {};
  for (int left = 0; left < p.keys; left += TILE) {
    int columns = p.keys - left < TILE ? p.keys - left : TILE;
    __syncthreads();
    load(b, b.k, p.key + left, columns, p.head, keys, stride);
    load(b, b.v, p.key + left, columns, p.head, values, stride);
    __syncthreads();
    float scores[SCORES], most = largest;
#pragma unroll
    for (int s = 0; s < SCORES; s++) {
      int j = part + s * SHARE;
      scores[s] = j < columns ? scale * dot(queries + row * stride, keys + j * stride, b.size) : -INFINITY;
      most = fmaxf(most, scores[s]);
    }
    most = row_max(most);
    float shrink = expf(largest - most), more = 0;
    largest = most;
#pragma unroll
    for (int s = 0; s < SCORES; s++) {
      int j = part + s * SHARE;
      float weight = expf(scores[s] - most);
      more += weight;
      float kept = j < columns ? draws.factor(element(b, p.query + top + row, p.head, left + j)) : 0.0f;
      weights[row * (TILE + 1) + j] = weight * kept;
    }
    sum = sum * shrink + row_sum(more);
    __syncwarp();  // a row belongs to one warp
#pragma unroll
    for (int c = 0; c < MOST_COLUMNS; c++) {
      int d = part + c * SHARE;
      if (d >= b.size) break;
      float add = 0;
      for (int j = 0; j < columns; j++) add += weights[row * (TILE + 1) + j] * values[j * stride + d];
      result[c] = result[c] * shrink + add;
    }
    __syncwarp();
  }
  if (row >= rows) return;
  int at = p.query + top + row;
#pragma unroll
  for (int c = 0; c < MOST_COLUMNS; c++) {
    int d = part + c * SHARE;
    if (d < b.size) set(y + b.at(at, p.head) + d, p.keys > 0 ? result[c] / sum : 0.0f);
  }
  if (part == 0 && lse != nullptr) lse[static_cast<size_t>(at) * b.heads + p.head] = largest + logf(sum);
}

// Zeroes the rows after the last sentence.
template <typename T>
__global__ void clear_rest(const int32_t* offsets, int sentences, int rows, int width, T* y) {
  int row = offsets[sentences] + static_cast<int>(blockIdx.x);
  if (row >= rows) return;
  for (int c = static_cast<int>(threadIdx.x); c < width; c += THREADS) set(y + static_cast<size_t>(row) * width + c, 0);
}

// The probability and the dropout factor of a query and a key of a tile.
struct Weight {
  float probability, kept;
};

__device__ __forceinline__ Weight weight(const Batch<float>& b, const Place& p, Draws& draws, const float* query,
                                         const float* key, float scale, float lse, int i, int j) {
  Weight w;
  w.probability = expf(scale * dot(query, key, b.size) - lse);
  w.kept = draws.factor(element(b, p.query + i, p.head, j));
  return w;
}

// dq and delta; COLUMNS keys at a time. Blocks [tiles of queries, heads, sentences].
template <int COLUMNS, typename T>
__global__ void __launch_bounds__(THREADS) backward_queries(Batch<float> b, DropoutSite site, const float* lse,
                                                             const float* dy, T* dq, float* delta) {
  ZENER_DYNAMIC_SHARED(float, shared);
  Place p(b);
  int top = static_cast<int>(blockIdx.x) * TILE, stride = b.size + 1;
  if (top >= p.queries) return;
  float* queries = shared;                    // [TILE, stride]
  float* gradients = queries + TILE * stride; // [TILE, stride], of y
  float* keys = gradients + TILE * stride;    // [COLUMNS, stride]
  float* values = keys + COLUMNS * stride;    // [COLUMNS, stride]
  float* slopes = values + COLUMNS * stride;  // [TILE, COLUMNS + 1]
  int row = row_of(), part = part_of(), rows = p.queries - top < TILE ? p.queries - top : TILE;
  float scale = rsqrtf(static_cast<float>(b.size));
  load(b, b.q, p.query + top, rows, p.head, queries, stride);
  load(b, dy, p.query + top, rows, p.head, gradients, stride);
  size_t number = static_cast<size_t>(p.query + top + row) * b.heads + p.head;
  float own_lse = row < rows ? lse[number] : INFINITY;
  Draws draws(site);
  float own_delta = 0, result[MOST_COLUMNS] = {};
  for (int pass = 0; pass < 2; pass++) {  // first delta, then dq
    for (int left = 0; left < p.keys; left += COLUMNS) {
      int columns = p.keys - left < COLUMNS ? p.keys - left : COLUMNS;
      __syncthreads();
      load<COLUMNS>(b, b.k, p.key + left, columns, p.head, keys, stride);
      load<COLUMNS>(b, b.v, p.key + left, columns, p.head, values, stride);
      __syncthreads();
      float more = 0;
#pragma unroll
      for (int s = 0; s < COLUMNS / SHARE; s++) {
        int j = part + s * SHARE;
        if (j >= columns) continue;
        Weight w = weight(b, p, draws, queries + row * stride, keys + j * stride, scale, own_lse, top + row, left + j);
        float dp = w.kept * dot(gradients + row * stride, values + j * stride, b.size);
        more += w.probability * dp;
        slopes[row * (COLUMNS + 1) + j] = w.probability * (dp - own_delta) * scale;
      }
      if (pass == 0) {
        own_delta += row_sum(more);
        continue;
      }
      __syncwarp();
#pragma unroll
      for (int c = 0; c < MOST_COLUMNS; c++) {
        int d = part + c * SHARE;
        if (d >= b.size) break;
        for (int j = 0; j < columns; j++) result[c] += slopes[row * (COLUMNS + 1) + j] * keys[j * stride + d];
      }
      __syncwarp();
    }
    if (pass == 0 && part == 0 && row < rows) delta[number] = own_delta;
    if (dq == nullptr) return;
  }
  if (row >= rows) return;
#pragma unroll
  for (int c = 0; c < MOST_COLUMNS; c++) {
    int d = part + c * SHARE;
    if (d < b.size) set(dq + b.at(p.query + top + row, p.head) + d, result[c]);
  }
}

// dk and dv; COLUMNS queries at a time. Blocks [tiles of keys, heads, sentences]; rows of scores are keys here.
template <int COLUMNS, typename T>
__global__ void __launch_bounds__(THREADS) backward_keys(Batch<float> b, DropoutSite site, const float* lse,
                                                          const float* dy, const float* delta, T* dk, T* dv) {
  ZENER_DYNAMIC_SHARED(float, shared);
  Place p(b);
  int left = static_cast<int>(blockIdx.x) * TILE, stride = b.size + 1;
  if (left >= p.keys) return;
  float* keys = shared;                            // [TILE, stride]
  float* values = keys + TILE * stride;            // [TILE, stride]
  float* queries = values + TILE * stride;         // [COLUMNS, stride]
  float* gradients = queries + COLUMNS * stride;   // [COLUMNS, stride]
  float* slopes = gradients + COLUMNS * stride;    // [TILE, COLUMNS + 1], by key
  float* weights = slopes + TILE * (COLUMNS + 1);  // [TILE, COLUMNS + 1], by key
  int row = row_of(), part = part_of(), rows = p.keys - left < TILE ? p.keys - left : TILE;
  float scale = rsqrtf(static_cast<float>(b.size));
  load(b, b.k, p.key + left, rows, p.head, keys, stride);
  load(b, b.v, p.key + left, rows, p.head, values, stride);
  Draws draws(site);
  float of_k[MOST_COLUMNS] = {}, of_v[MOST_COLUMNS] = {};
  for (int top = 0; top < p.queries; top += COLUMNS) {
    int columns = p.queries - top < COLUMNS ? p.queries - top : COLUMNS;
    __syncthreads();
    load<COLUMNS>(b, b.q, p.query + top, columns, p.head, queries, stride);
    load<COLUMNS>(b, dy, p.query + top, columns, p.head, gradients, stride);
    __syncthreads();
#pragma unroll
    for (int s = 0; s < COLUMNS / SHARE; s++) {
      int i = part + s * SHARE;
      if (i >= columns) continue;
      size_t number = static_cast<size_t>(p.query + top + i) * b.heads + p.head;
      Weight w =
          weight(b, p, draws, queries + i * stride, keys + row * stride, scale, lse[number], top + i, left + row);
      float dp = w.kept * dot(gradients + i * stride, values + row * stride, b.size);
      weights[row * (COLUMNS + 1) + i] = w.probability * w.kept;
      slopes[row * (COLUMNS + 1) + i] = w.probability * (dp - delta[number]) * scale;
    }
    __syncwarp();
#pragma unroll
    for (int c = 0; c < MOST_COLUMNS; c++) {
      int d = part + c * SHARE;
      if (d >= b.size) break;
      for (int i = 0; i < columns; i++) {
        of_k[c] += slopes[row * (COLUMNS + 1) + i] * queries[i * stride + d];
        of_v[c] += weights[row * (COLUMNS + 1) + i] * gradients[i * stride + d];
      }
    }
    __syncwarp();
  }
  if (row >= rows) return;
#pragma unroll
  for (int c = 0; c < MOST_COLUMNS; c++) {
    int d = part + c * SHARE;
    if (d >= b.size) break;
    if (dk != nullptr) set(dk + b.at(p.key + left + row, p.head) + d, of_k[c]);
    if (dv != nullptr) set(dv + b.at(p.key + left + row, p.head) + d, of_v[c]);
  }
}

// Shared memory for so many tiles of rows and of columns, and matrices of scores.
size_t bytes_for(int rows, int columns, int scores, int width, int size) {
  return sizeof(float) * ((rows * TILE + columns * width) * (size + 1) + scores * TILE * (width + 1));
}

// More than 48 KiB of shared memory needs an opt-in.
template <typename Kernel>
cudaError_t allow(Kernel kernel, size_t bytes) {
  return cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(bytes));
}

template <typename T>
void clear(const int32_t* offsets, int sentences, int rows, int width, T* y, cudaStream_t stream) {
  if (y != nullptr && rows > 0) {
    ZENER_LAUNCH(clear_rest<T>, rows, THREADS, 0, stream, offsets, sentences, rows, width, y);
  }
}

template <typename I>
dim3 blocks(const Call<I>& c) {
  return dim3(ceil_div(c.longest, TILE), c.batch.heads, c.sentences);
}

template <typename I, typename T>
cudaError_t run_forward(const Call<I>& c, T* y, float* lse) {
  cudaError_t error = cudaSuccess;
  if constexpr (std::is_same_v<T, bfloat16>) {
    if (forward_on_tensor_cores(c, y, lse, &error)) return error;
  }
  size_t shared = bytes_for(1, 2, 1, TILE, c.batch.size);
  error = allow(forward<I, T>, shared);
  if (error != cudaSuccess) return error;
  clear(c.batch.query_offsets, c.sentences, c.queries, c.width(), y, c.stream);
  if (!c.empty()) {
    auto kernel = forward<I, T>;
    ZENER_LAUNCH(kernel, blocks(c), THREADS, shared, c.stream, c.batch, c.site, y, lse);
  }
  return cudaGetLastError();
}

template <int COLUMNS, typename T>
cudaError_t run_backward(const Call<float>& c, const float* lse, const float* dy, T* dq, T* dk, T* dv, float* delta) {
  size_t shared_queries = bytes_for(2, 2, 1, COLUMNS, c.batch.size),
         shared_keys = bytes_for(2, 2, 2, COLUMNS, c.batch.size);
  auto of_queries = backward_queries<COLUMNS, T>;
  auto of_keys = backward_keys<COLUMNS, T>;
  cudaError_t error = allow(of_queries, shared_queries);
  if (error == cudaSuccess) error = allow(of_keys, shared_keys);
  if (error != cudaSuccess) return error;
  clear(c.batch.query_offsets, c.sentences, c.queries, c.width(), dq, c.stream);
  clear(c.batch.key_offsets, c.sentences, c.keys, c.width(), dk, c.stream);
  clear(c.batch.key_offsets, c.sentences, c.keys, c.width(), dv, c.stream);
  if (!c.empty()) {
    ZENER_LAUNCH(of_queries, blocks(c), THREADS, shared_queries, c.stream, c.batch, c.site, lse, dy, dq, delta);
  }
  if (!c.empty() && (dk != nullptr || dv != nullptr)) {
    ZENER_LAUNCH(of_keys, blocks(c), THREADS, shared_keys, c.stream, c.batch, c.site, lse, dy, delta, dk, dv);
  }
  return cudaGetLastError();
}

template <typename T>
cudaError_t run_backward(const Call<float>& c, const float* lse, const float* dy, T* dq, T* dk, T* dv, float* delta) {
  if constexpr (std::is_same_v<T, bfloat16>) {
    cudaError_t error = cudaSuccess;
    if (backward_on_tensor_cores(c, lse, dy, dq, dk, dv, delta, &error)) return error;
  }
  bool fits = bytes_for(2, 2, 2, TILE, c.batch.size) <= MOST_SHARED;
  return fits ? run_backward<TILE>(c, lse, dy, dq, dk, dv, delta)
              : run_backward<TILE / 2>(c, lse, dy, dq, dk, dv, delta);
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_attention_forward(zener_type operands, const void* q, const void* k, const void* v,
                            const int32_t* query_offsets, const int32_t* key_offsets, const int64_t* counter, int site,
                            double rate, int sentences, int longest, int queries, int keys, int heads, int size,
                            zener_type type, void* y, float* lse, void* stream) {
  DropoutSite drop = dropout_site(counter, site, rate);
  auto run = [&](auto* of_q, auto* of_k, auto* of_v) {
    using I = std::remove_const_t<std::remove_pointer_t<decltype(of_q)>>;
    Call<I> call{{of_q, of_k, of_v, query_offsets, key_offsets, heads, size}, drop, sentences, longest, queries, keys,
                 static_cast<cudaStream_t>(stream)};
    cudaError_t error = call.check();
    if (error == cudaSuccess) {
      error = type == ZENER_BFLOAT16 ? run_forward(call, static_cast<bfloat16*>(y), lse)
                                     : run_forward(call, static_cast<float*>(y), lse);
    }
    return call.report(error, "attention");
  };
  return operands == ZENER_BFLOAT16
             ? run(static_cast<const bfloat16*>(q), static_cast<const bfloat16*>(k), static_cast<const bfloat16*>(v))
             : run(static_cast<const float*>(q), static_cast<const float*>(k), static_cast<const float*>(v));
}

int zener_attention_backward(const float* lse, const float* dy, const float* q, const float* k, const float* v,
                             const int32_t* query_offsets, const int32_t* key_offsets, const int64_t* counter,
                             int site, double rate, int sentences, int longest, int queries, int keys, int heads,
                             int size, zener_type type, void* dq, void* dk, void* dv, float* delta, void* stream) {
  Call<float> call{{q, k, v, query_offsets, key_offsets, heads, size}, dropout_site(counter, site, rate),
                   sentences, longest, queries, keys, static_cast<cudaStream_t>(stream)};
  cudaError_t error = call.check();
  if (error == cudaSuccess) {
    error = type == ZENER_BFLOAT16
                ? run_backward(call, lse, dy, static_cast<bfloat16*>(dq), static_cast<bfloat16*>(dk),
                               static_cast<bfloat16*>(dv), delta)
                : run_backward(call, lse, dy, static_cast<float*>(dq), static_cast<float*>(dk),
                               static_cast<float*>(dv), delta);
  }
  return call.report(error, "attention backward");
}
