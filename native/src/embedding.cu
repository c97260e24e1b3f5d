// Embedding: the sum of the vectors of a piece, its position and its segment, and the gradient.
// Backward is a gather for each row that occurs, in the order of the batch: there are no atomics, and
// the bits are always the same. Rows of the vocabulary that do not occur are zeroed by one memset.
// Memory traffic: forward 16 bytes per element of y; backward 4 bytes per element of dy for each
// table, and the tables.
#include "error.h"
#include "gather.h"
#include "launch.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = GATHER_THREADS;

// The position of a row in its sentence; −1 after the last sentence.
__device__ int place_of(int row, const int32_t* offsets, int sentences) {
  if (row >= offsets[sentences]) return -1;
  int low = 0, high = sentences;  // offsets[low] <= row < offsets[high]
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (offsets[middle] <= row) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return row - offsets[low];
}

__global__ void forward(const float* word, const float* position, const float* type, const int32_t* ids,
                        const int32_t* offsets, int sentences, int width, float* y) {
  int row = static_cast<int>(blockIdx.x);
  int place = place_of(row, offsets, sentences);
  size_t to = static_cast<size_t>(row) * width;
  for (int c = static_cast<int>(threadIdx.x); c < width; c += THREADS) {
    y[to + c] = place < 0 ? 0.0f
                          : word[static_cast<size_t>(ids[row]) * width + c] + type[c] +
                                position[static_cast<size_t>(place) * width + c];
  }
}

// One block per row of dy; the block of the first row with an id sums all rows with that id.
__global__ void words(const int32_t* ids, const int32_t* offsets, int sentences, const float* dy, int width,
                      float* dword) {
  ZENER_SHARED(uint32_t, found, THREADS / WARP);
  ZENER_SHARED(int, seen, 1);
  int row = static_cast<int>(blockIdx.x), count = offsets[sentences];
  if (row >= count) return;
  int id = ids[row];
  if (threadIdx.x == 0) *seen = 0;
  __syncthreads();
  for (int i = static_cast<int>(threadIdx.x); i < row; i += THREADS) {
    if (ids[i] == id) *seen = 1;  // all threads that write it write the same value
  }
  __syncthreads();
  if (*seen != 0) return;
  gather_sum([=](int i) { return ids[i] == id; }, row, count, dy, width, dword + static_cast<size_t>(id) * width,
             found);
}

// One block per position: sums its row in each sentence that is long enough.
__global__ void places(const int32_t* offsets, int sentences, const float* dy, int width, float* dposition) {
  int place = static_cast<int>(blockIdx.x);
  for (int c = static_cast<int>(threadIdx.x); c < width; c += THREADS) {
    float sum = 0;
    for (int b = 0; b < sentences; b++) {
      int row = offsets[b] + place;
      if (row < offsets[b + 1]) sum += dy[static_cast<size_t>(row) * width + c];
    }
    dposition[static_cast<size_t>(place) * width + c] = sum;
  }
}

// Sums of columns, one per thread; only the first segment occurs.
__global__ void segment(const int32_t* offsets, int sentences, const float* dy, int width, int types, float* dtype) {
  int c = static_cast<int>(blockIdx.x) * THREADS + static_cast<int>(threadIdx.x);
  if (c >= width) return;
  float sum = 0;
  for (int i = 0; i < offsets[sentences]; i++) sum += dy[static_cast<size_t>(i) * width + c];
  dtype[c] = sum;
  for (int t = 1; t < types; t++) dtype[static_cast<size_t>(t) * width + c] = 0;
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_embedding_forward(const float* word, const float* position, const float* type, const int32_t* ids,
                            const int32_t* offsets, int sentences, int count, int width, float* y, void* stream) {
  if (count > 0) {
    ZENER_LAUNCH(forward, count, THREADS, 0, static_cast<cudaStream_t>(stream), word, position, type, ids, offsets,
                 sentences, width, y);
  }
  return report(cudaGetLastError(), "embedding of %d pieces", count);
}

int zener_embedding_backward(const int32_t* ids, const int32_t* offsets, const float* dy, int sentences, int count,
                             int width, int vocabulary, int positions, int types, float* dword, float* dposition,
                             float* dtype, void* stream_) {
  auto stream = static_cast<cudaStream_t>(stream_);
  cudaError_t error = cudaSuccess;
  if (dword != nullptr) {
    error = cudaMemsetAsync(dword, 0, sizeof(float) * static_cast<size_t>(vocabulary) * width, stream);
    if (count > 0) ZENER_LAUNCH(words, count, THREADS, 0, stream, ids, offsets, sentences, dy, width, dword);
  }
  if (dposition != nullptr) {
    ZENER_LAUNCH(places, positions, THREADS, 0, stream, offsets, sentences, dy, width, dposition);
  }
  if (dtype != nullptr) {
    ZENER_LAUNCH(segment, ceil_div(width, THREADS), THREADS, 0, stream, offsets, sentences, dy, width, types, dtype);
  }
  if (error == cudaSuccess) error = cudaGetLastError();
  return report(error, "embedding backward of %d pieces into [%d,%d]", count, vocabulary, width);
}
