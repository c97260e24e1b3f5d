// Concat: the columns of two matrices side by side, and its gradient, which divides them again. One thread
// per number. Memory traffic: 8 bytes per number.
#include "error.h"
#include "launch.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = 256;

__global__ void forward(const float* left, const float* right, size_t count, int lefts, int rights, float* y) {
  size_t e = static_cast<size_t>(blockIdx.x) * THREADS + threadIdx.x;
  if (e >= count) return;
  size_t row = e / (lefts + rights), column = e % (lefts + rights);
  y[e] = column < static_cast<size_t>(lefts) ? left[row * lefts + column] : right[row * rights + column - lefts];
}

__global__ void backward(const float* dy, size_t count, int lefts, int rights, float* dleft, float* dright) {
  size_t e = static_cast<size_t>(blockIdx.x) * THREADS + threadIdx.x;
  if (e >= count) return;
  size_t row = e / (lefts + rights), column = e % (lefts + rights);
  if (column < static_cast<size_t>(lefts)) {
    if (dleft != nullptr) dleft[row * lefts + column] = dy[e];
  } else if (dright != nullptr) {
    dright[row * rights + column - lefts] = dy[e];
  }
}

int blocks(size_t count) { return static_cast<int>((count + THREADS - 1) / THREADS); }

}  // namespace
}  // namespace zener

using namespace zener;

int zener_concat_forward(const float* left, const float* right, int rows, int lefts, int rights, float* y,
                         void* stream) {
  size_t count = static_cast<size_t>(rows) * (lefts + rights);
  if (count > 0) {
    ZENER_LAUNCH(forward, blocks(count), THREADS, 0, static_cast<cudaStream_t>(stream), left, right, count, lefts,
                 rights, y);
  }
  return report(cudaGetLastError(), "concatenation of [%d,%d] and [%d,%d]", rows, lefts, rows, rights);
}

int zener_concat_backward(const float* dy, int rows, int lefts, int rights, float* dleft, float* dright,
                          void* stream) {
  size_t count = static_cast<size_t>(rows) * (lefts + rights);
  if (count > 0) {
    ZENER_LAUNCH(backward, blocks(count), THREADS, 0, static_cast<cudaStream_t>(stream), dy, count, lefts, rights,
                 dleft, dright);
  }
  return report(cudaGetLastError(), "concatenation backward into [%d,%d] and [%d,%d]", rows, lefts, rows, rights);
}
