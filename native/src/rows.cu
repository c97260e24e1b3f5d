// Rows: a gather, and its gradient, which is also a gather: one block per row of dx searches for the
// rows that were taken from it, so that sums have a fixed order and nothing must be zeroed before.
// Memory traffic: forward 8 bytes per element of y; backward 4 bytes per element of dy and of dx, and
// `count` indices per row.
#include "error.h"
#include "gather.h"
#include "launch.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = GATHER_THREADS;

__global__ void gather(const float* x, const int32_t* rows, int width, float* y) {
  size_t from = static_cast<size_t>(rows[blockIdx.x]) * width, to = static_cast<size_t>(blockIdx.x) * width;
  for (int c = static_cast<int>(threadIdx.x); c < width; c += THREADS) y[to + c] = x[from + c];
}

__global__ void gather_rows(const int32_t* rows, const float* dy, int count, int width, float* dx) {
  ZENER_SHARED(uint32_t, found, GATHER_THREADS / WARP);
  int row = static_cast<int>(blockIdx.x);
  gather_sum([=](int i) { return rows[i] == row; }, 0, count, dy, width, dx + static_cast<size_t>(row) * width, found);
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
    ZENER_LAUNCH(gather_rows, height, THREADS, 0, static_cast<cudaStream_t>(stream), rows, dy, count, width, dx);
  }
  return report(cudaGetLastError(), "rows backward [%d,%d] into %d rows", count, width, height);
}
