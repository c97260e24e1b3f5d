// Dropout: y = x times the scale if kept, else 0. The gradient is the same op.
// Work: at most 5 integer multiplications per element. Memory traffic: 8 bytes per element.
#include "dropout.h"

#include "error.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = 256;
constexpr int MOST_BLOCKS = 65536;

__global__ void dropout(const float* x, size_t count, DropoutSite site, float* y) {
  Draws draws(site);
  size_t stride = static_cast<size_t>(gridDim.x) * THREADS;
  for (size_t e = static_cast<size_t>(blockIdx.x) * THREADS + threadIdx.x; e < count; e += stride) {
    y[e] = x[e] * draws.factor(e);
  }
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_dropout(const float* x, size_t count, const int64_t* counter, int site, double rate, float* y,
                  void* stream) {
  if (count > 0) {
    size_t blocks = (count + THREADS - 1) / THREADS;
    if (blocks > MOST_BLOCKS) blocks = MOST_BLOCKS;
    ZENER_LAUNCH(dropout, static_cast<unsigned>(blocks), THREADS, 0, static_cast<cudaStream_t>(stream), x, count,
                 dropout_site(counter, site, rate), y);
  }
  return report(cudaGetLastError(), "dropout of %zu elements", count);
}
