// A bidirectional LSTM over packed sequences (op/Lstm.java). Products over all rows are those of linear.cu:
// x wx^T + b before the steps; dx, dwx, dwh and db after them. The steps are done here: a block takes the same
// few sequences of one direction through all of their steps and keeps h and c in shared memory. No launch
// depends on the lengths, so that a recording serves all batches of a shape, and there are no atomics.
// Memory traffic beside the products: forward 36 bytes per row and cell of a direction if gates and cells are
// stored, else 20; backward 60. Each step also reads wh once for each block, from a cache.
#include <algorithm>

#include "error.h"
#include "launch.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int MOST_THREADS = 256;
constexpr int TOGETHER = 4;       // sequences of a block, which share what it reads of wh
constexpr int MOST_TOGETHER = 256;  // the largest H for so many; a block has one sequence of larger cells
constexpr int MOST_SIZE = 1024;     // the largest H, because of shared memory
constexpr int GATES = 4;
constexpr int DIRECTIONS = 2;
constexpr int TILE = 32;

// What both passes read of a batch.
struct Batch {
  const int32_t* offsets;
  int sequences, rows, size;
};

// The sequences of a block in one direction.
template <int S>
struct Part {
  int direction, first, longest;
  int start[S], length[S];

  __device__ explicit Part(const Batch& b)
      : direction(static_cast<int>(blockIdx.y)), first(static_cast<int>(blockIdx.x) * S), longest(0) {
    for (int q = 0; q < S; q++) {
      bool exists = first + q < b.sequences;
      start[q] = exists ? b.offsets[first + q] : 0;
      length[q] = exists ? b.offsets[first + q + 1] - start[q] : 0;
      longest = length[q] > longest ? length[q] : longest;
    }
  }

  // The row of a sequence at step t.
  __device__ size_t row(int q, int t) const {
    return static_cast<size_t>(direction == 0 ? start[q] + t : start[q] + length[q] - 1 - t);
  }
};

// The results of one direction.
struct Direction {
  const float* z;     // [rows,4H]
  const float* turned;  // wh^T [H,4H]
};

struct Forward {
  Batch batch;
  Direction directions[DIRECTIONS];
  float *y, *last, *gates, *cells;  // null if not wanted
};

struct BackwardDirection {
  const float* wh;  // [4H,H]
  float* dz;        // [rows,4H]
  float* before;    // [rows,H]: h of the step before
};

struct Backward {
  Batch batch;
  BackwardDirection directions[DIRECTIONS];
  const float *y, *gates, *cells, *dy, *dlast;  // dy or dlast may be null
};

__device__ __forceinline__ float sigmoid(float z) { return 1 / (1 + expf(-z)); }

// wh [4H,H] of both directions to wh^T [H,4H], so that threads of neighbouring columns read neighbouring numbers.
// Blocks [TILE,TILE].
__global__ void turn(const float* forward, const float* backward, int size, float* turned) {
  ZENER_SHARED(float, tile, TILE * (TILE + 1));
  const float* from = blockIdx.z == 0 ? forward : backward;
  int wide = GATES * size, x = static_cast<int>(threadIdx.x), y = static_cast<int>(threadIdx.y);
  int row = static_cast<int>(blockIdx.y) * TILE + y, column = static_cast<int>(blockIdx.x) * TILE + x;
  if (row < wide && column < size) tile[y * (TILE + 1) + x] = from[static_cast<size_t>(row) * size + column];
  __syncthreads();
  row = static_cast<int>(blockIdx.x) * TILE + y;
  column = static_cast<int>(blockIdx.y) * TILE + x;
  if (row < size && column < wide) {
    turned[(static_cast<size_t>(blockIdx.z) * size + row) * wide + column] = tile[x * (TILE + 1) + y];
  }
}

// Blocks of [sequences / S, directions]. Shared memory: [S,H] h, [S,H] c, [S,4H] gates.
template <int S>
__global__ void forward(Forward f) {
  ZENER_DYNAMIC_SHARED(float, h);
  const Batch& b = f.batch;
  const int size = b.size, wide = GATES * size, threads = static_cast<int>(blockDim.x);
  const int thread = static_cast<int>(threadIdx.x);
  float *c = h + S * size, *gates = c + S * size;
  const Part<S> part(b);
  const Direction own = part.direction == 0 ? f.directions[0] : f.directions[1];
  const size_t row_y = static_cast<size_t>(DIRECTIONS) * size, row_gates = static_cast<size_t>(DIRECTIONS) * wide;
  for (int e = thread; e < S * size; e += threads) {
    h[e] = 0;
    c[e] = 0;
    int q = e / size, j = e % size;
    bool empty = part.first + q < b.sequences && part.length[q] == 0;
    if (empty && f.last != nullptr) f.last[(part.first + q) * row_y + part.direction * size + j] = 0;
  }
  __syncthreads();
  for (int t = 0; t < part.longest; t++) {
    for (int column = thread; column < wide; column += threads) {
      float sums[S];
      for (int q = 0; q < S; q++) sums[q] = t < part.length[q] ? own.z[part.row(q, t) * wide + column] : 0;
      for (int k = 0; t > 0 && k < size; k++) {
        float w = own.turned[static_cast<size_t>(k) * wide + column];
        for (int q = 0; q < S; q++) sums[q] += w * h[q * size + k];
      }
      bool is_g = column / size == 2;
      for (int q = 0; q < S; q++) {
        float gate = is_g ? tanhf(sums[q]) : sigmoid(sums[q]);
        gates[q * wide + column] = gate;
        if (t < part.length[q] && f.gates != nullptr) {
          f.gates[part.row(q, t) * row_gates + part.direction * wide + column] = gate;
        }
      }
    }
    __syncthreads();
    for (int e = thread; e < S * size; e += threads) {
      int q = e / size, j = e % size;
      if (t >= part.length[q]) continue;
      const float* own_gates = gates + q * wide + j;
      float cell = own_gates[size] * c[e] + own_gates[0] * own_gates[2 * size];
      float state = own_gates[3 * size] * tanhf(cell);
      c[e] = cell;
      h[e] = state;
      size_t to = part.row(q, t) * row_y + part.direction * size + j;
      if (f.y != nullptr) f.y[to] = state;
      if (f.cells != nullptr) f.cells[to] = cell;
      if (f.last != nullptr && t + 1 == part.length[q]) {
        f.last[(part.first + q) * row_y + part.direction * size + j] = state;
      }
    }
    __syncthreads();
  }
}

// Blocks of [sequences / S, directions]. Shared memory: [S,4H] dz, [S,H] dc, [4,S,H] parts of dh: the sums over the
// columns of each gate.
template <int S>
__global__ void backward(Backward f) {
  ZENER_DYNAMIC_SHARED(float, dz);
  const Batch& b = f.batch;
  const int size = b.size, wide = GATES * size, threads = static_cast<int>(blockDim.x);
  const int thread = static_cast<int>(threadIdx.x);
  float *dc = dz + S * wide, *parts = dc + S * size;
  const Part<S> part(b);
  const BackwardDirection own = part.direction == 0 ? f.directions[0] : f.directions[1];
  const size_t row_y = static_cast<size_t>(DIRECTIONS) * size, row_gates = static_cast<size_t>(DIRECTIONS) * wide;
  for (int e = thread; e < S * (2 * wide + size); e += threads) dz[e] = 0;
  __syncthreads();
  for (int t = part.longest - 1; t >= 0; t--) {
    for (int e = thread; e < S * size; e += threads) {
      int q = e / size, j = e % size;
      if (t >= part.length[q]) continue;
      size_t row = part.row(q, t), at = row * row_y + part.direction * size + j;
      size_t before = t > 0 ? part.row(q, t - 1) * row_y + part.direction * size + j : 0;
      float dh = 0;
      for (int g = 0; g < GATES; g++) dh += parts[g * S * size + e];
      if (f.dy != nullptr) dh += f.dy[at];
      if (f.dlast != nullptr && t + 1 == part.length[q]) {
        dh += f.dlast[(part.first + q) * row_y + part.direction * size + j];
      }
      const float* gates = f.gates + row * row_gates + part.direction * wide + j;
      float i = gates[0], forget = gates[size], g = gates[2 * size], o = gates[3 * size];
      float tanh_c = tanhf(f.cells[at]);
      float cell = dc[e] + dh * o * (1 - tanh_c * tanh_c);
      float d[GATES] = {cell * g * i * (1 - i), cell * (t > 0 ? f.cells[before] : 0) * forget * (1 - forget),
                        cell * i * (1 - g * g), dh * tanh_c * o * (1 - o)};
      dc[e] = cell * forget;
      for (int k = 0; k < GATES; k++) {
        dz[q * wide + k * size + j] = d[k];
        own.dz[row * wide + k * size + j] = d[k];
      }
      own.before[row * size + j] = t > 0 ? f.y[before] : 0;
    }
    __syncthreads();
    for (int e = thread; t > 0 && e < wide; e += threads) {
      int gate = e / size, j = e % size;
      float sums[S] = {};
      for (int k = gate * size; k < (gate + 1) * size; k++) {
        float w = own.wh[static_cast<size_t>(k) * size + j];
        for (int q = 0; q < S; q++) sums[q] += w * dz[q * wide + k];
      }
      for (int q = 0; q < S; q++) parts[(gate * S + q) * size + j] = sums[q];
    }
    __syncthreads();
  }
}

// Zeroes the rows after the last sequence, which pad a batch.
__global__ void clear_rest(Batch b, int width, float* values) {
  size_t from = static_cast<size_t>(b.offsets[b.sequences]) * width, to = static_cast<size_t>(b.rows) * width;
  size_t step = static_cast<size_t>(gridDim.x) * MOST_THREADS;
  for (size_t e = from + static_cast<size_t>(blockIdx.x) * MOST_THREADS + threadIdx.x; e < to; e += step) values[e] = 0;
}

void clear_padding(const Batch& b, int width, float* values, cudaStream_t stream) {
  if (values != nullptr) ZENER_LAUNCH(clear_rest, 32, MOST_THREADS, 0, stream, b, width, values);
}

int threads(int size) { return std::min(MOST_THREADS, ceil_div(GATES * size, WARP) * WARP); }

template <int S>
void run(const Forward& f, cudaStream_t stream) {
  ZENER_LAUNCH(forward<S>, dim3(ceil_div(f.batch.sequences, S), DIRECTIONS), threads(f.batch.size),
               sizeof(float) * S * (2 + GATES) * f.batch.size, stream, f);
}

template <int S>
void run(const Backward& f, cudaStream_t stream) {
  ZENER_LAUNCH(backward<S>, dim3(ceil_div(f.batch.sequences, S), DIRECTIONS), threads(f.batch.size),
               sizeof(float) * S * (2 * GATES + 1) * f.batch.size, stream, f);
}

// The workspace: tensors whose addresses are multiples of 256 bytes.
class Workspace {
 public:
  explicit Workspace(void* at) : at(static_cast<char*>(at)) {}

  float* take(size_t floats) {
    auto* taken = reinterpret_cast<float*>(at + used);
    used += (floats * sizeof(float) + 255) / 256 * 256;
    return taken;
  }

  size_t bytes() const { return used; }

 private:
  char* at;
  size_t used = 0;
};

struct ForwardSpace {
  float* z[DIRECTIONS];
  float* turned;

  ForwardSpace(Workspace& w, size_t rows, size_t size)
      : z{w.take(rows * GATES * size), w.take(rows * GATES * size)}, turned(w.take(DIRECTIONS * GATES * size * size)) {}
};

struct BackwardSpace {
  float* dz[DIRECTIONS];
  float* before[DIRECTIONS];
  float *dwx, *db;  // if only the other one is wanted: one product computes both

  BackwardSpace(Workspace& w, size_t rows, size_t inputs, size_t size)
      : dz{w.take(rows * GATES * size), w.take(rows * GATES * size)},
        before{w.take(rows * size), w.take(rows * size)},
        dwx(w.take(GATES * size * inputs)),
        db(w.take(GATES * size)) {}
};

int too_large(int size) {
  return report(cudaErrorInvalidValue, "lstm of %d cells, of at most %d", size, MOST_SIZE);
}

}  // namespace
}  // namespace zener

using namespace zener;

size_t zener_lstm_workspace(int rows, int inputs, int size) {
  Workspace forward(nullptr), backward(nullptr);
  ForwardSpace(forward, rows, size);
  BackwardSpace(backward, rows, inputs, size);
  return std::max(forward.bytes(), backward.bytes());
}

int zener_lstm_forward(zener_linear* linear, int tf32, const float* x, const int32_t* offsets, const float* wx,
                       const float* wh, const float* b, const float* wx_back, const float* wh_back,
                       const float* b_back, int sequences, int rows, int inputs, int size, float* y, float* last,
                       float* gates, float* cells, void* workspace, void* products, void* stream_) {
  auto stream = static_cast<cudaStream_t>(stream_);
  if (size > MOST_SIZE) return too_large(size);
  if (sequences == 0 && rows == 0) return 0;
  Workspace memory(workspace);
  ForwardSpace space(memory, rows, size);
  const float *layers[] = {wx, wx_back}, *biases[] = {b, b_back};
  for (int d = 0; d < DIRECTIONS; d++) {
    int code = zener_linear_forward(linear, {rows, inputs, GATES * size, 0, tf32, ZENER_FLOAT32, ZENER_FLOAT32}, x,
                                    layers[d], biases[d], nullptr, nullptr, space.z[d], products, stream);
    if (code != 0) return code;
  }
  ZENER_LAUNCH(turn, dim3(ceil_div(size, TILE), ceil_div(GATES * size, TILE), DIRECTIONS), dim3(TILE, TILE), 0, stream,
               wh, wh_back, size, space.turned);
  Batch batch{offsets, sequences, rows, size};
  size_t second = static_cast<size_t>(size) * GATES * size;
  Forward f{batch, {{space.z[0], space.turned}, {space.z[1], space.turned + second}}, y, last, gates, cells};
  if (sequences > 0) size <= MOST_TOGETHER ? run<TOGETHER>(f, stream) : run<1>(f, stream);
  clear_padding(batch, DIRECTIONS * size, y, stream);
  clear_padding(batch, DIRECTIONS * GATES * size, gates, stream);
  clear_padding(batch, DIRECTIONS * size, cells, stream);
  return report(cudaGetLastError(), "lstm of [%d,%d] in %d sequences to %d cells", rows, inputs, sequences, size);
}

int zener_lstm_backward(zener_linear* linear, int tf32, const float* x, const int32_t* offsets, const float* wx,
                        const float* wh, const float* wx_back, const float* wh_back, const float* y,
                        const float* gates, const float* cells, const float* dy, const float* dlast, int sequences,
                        int rows, int inputs, int size, float* dx, float* dwx, float* dwh, float* db,
                        float* dwx_back, float* dwh_back, float* db_back, void* workspace, void* products,
                        void* stream_) {
  auto stream = static_cast<cudaStream_t>(stream_);
  if (size > MOST_SIZE) return too_large(size);
  Workspace memory(workspace);
  BackwardSpace space(memory, rows, inputs, size);
  Batch batch{offsets, sequences, rows, size};
  Backward f{batch,
             {{wh, space.dz[0], space.before[0]}, {wh_back, space.dz[1], space.before[1]}},
             y,
             gates,
             cells,
             dy,
             dlast};
  if (sequences > 0) size <= MOST_TOGETHER ? run<TOGETHER>(f, stream) : run<1>(f, stream);
  const float *layers[] = {wx, wx_back}, *recurrent[] = {wh, wh_back};
  float *dlayers[] = {dwx, dwx_back}, *drecurrent[] = {dwh, dwh_back}, *dbiases[] = {db, db_back};
  for (int d = 0; d < DIRECTIONS; d++) {
    clear_padding(batch, GATES * size, space.dz[d], stream);
    clear_padding(batch, size, space.before[d], stream);
    bool weights = dlayers[d] != nullptr || dbiases[d] != nullptr;
    zener_linear_shape shape{rows, inputs, GATES * size, 0, tf32, ZENER_FLOAT32, ZENER_FLOAT32};
    int code = zener_linear_backward(linear, shape, x, layers[d], space.dz[d], nullptr, d == 0 ? nullptr : dx, nullptr,
                                     dx, weights && dlayers[d] == nullptr ? space.dwx : dlayers[d],
                                     weights && dbiases[d] == nullptr ? space.db : dbiases[d], products, stream);
    if (code == 0 && drecurrent[d] != nullptr) {
      shape.inputs = size;
      code = zener_linear_backward(linear, shape, space.before[d], recurrent[d], space.dz[d], nullptr, nullptr, nullptr,
                                   nullptr, drecurrent[d], nullptr, products, stream);
    }
    if (code != 0) return code;
  }
  return report(cudaGetLastError(), "lstm backward of [%d,%d] in %d sequences to %d cells", rows, inputs, sequences,
                size);
}
