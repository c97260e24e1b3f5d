// Rows: a gather, and its gradient, which is a gather too: a block of each target row looks for the
// rows that were taken from it, so that sums have an order and nothing must be cleared before.
// Bytes: forward 8 an element of y; backward 4 an element of dy and of dx, and `count` numbers a row.
#include "error.h"
#include "launch.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = 128;

__global__ void gather(const float* x, const int32_t* rows, int width, float* y) {
  size_t from = static_cast<size_t>(rows[blockIdx.x]) * width, to = static_cast<size_t>(blockIdx.x) * width;
  for (int c = static_cast<int>(threadIdx.x); c < width; c += THREADS) y[to + c] = x[from + c];
}

__global__ void gather_sums(const int32_t* rows, const float* dy, int count, int width, float* dx) {
  ZENER_SHARED(uint32_t, found, THREADS / WARP);
  int row = static_cast<int>(blockIdx.x);
  size_t to = static_cast<size_t>(row) * width;
  for (int left = 0; left < width; left += THREADS) {
    int c = left + static_cast<int>(threadIdx.x);
    float sum = 0;
    for (int first = 0; first < count; first += THREADS) {
      int i = first + static_cast<int>(threadIdx.x);
      uint32_t mine = __ballot_sync(ALL_LANES, i < count && rows[i] == row);
      if (threadIdx.x % WARP == 0) found[threadIdx.x / WARP] = mine;
      __syncthreads();
      for (int warp = 0; warp < THREADS / WARP; warp++) {
        for (uint32_t bits = found[warp]; bits != 0; bits &= bits - 1) {
          int at = first + warp * WARP + __ffs(static_cast<int>(bits)) - 1;
          if (c < width) sum += dy[static_cast<size_t>(at) * width + c];
        }
      }
      __syncthreads();
    }
    if (c < width) dx[to + c] = sum;
  }
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_rows_forward(const float* x, const int32_t* rows, int count, int width, float* y, void* stream) {
  if (count > 0) {
    ZENER_LAUNCH(gather, count, THREADS, 0, static_cast<cudaStream_t>(stream), x, rows, width, y);
  }
  return report(cudaGetLastError(), "rows [%d,%d]", count, width);
}

int zener_rows_backward(const int32_t* rows, const float* dy, int count, int height, int width, float* dx,
                        void* stream) {
  if (height > 0) {
    ZENER_LAUNCH(gather_sums, height, THREADS, 0, static_cast<cudaStream_t>(stream), rows, dy, count, width, dx);
  }
  return report(cudaGetLastError(), "rows backward [%d,%d] into %d rows", count, width, height);
}
