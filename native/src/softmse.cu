// SoftMse: the mean over rows and labels of (softmax(logits) - soft)^2, and its gradient
// dloss p (g - sum g p), g = 2 (p - soft) / (rows labels). Rows whose first soft label is minus
// infinity, which pad batches, are ignored. One thread per row.
#include "error.h"
#include "launch.h"
#include "reduce.h"
#include "softmax.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = 256;

__device__ __forceinline__ bool counts(const float* soft, size_t first) { return soft[first] != -INFINITY; }

__device__ int count_rows(const float* soft, int rows, int width, int* scratch) {
  int count = 0;
  for (int w = static_cast<int>(threadIdx.x); w < rows; w += THREADS) {
    count += counts(soft, static_cast<size_t>(w) * width) ? 1 : 0;
  }
  return block_sum(count, scratch);
}

// One block.
__global__ void forward(const float* logits, const float* soft, int rows, int width, float* loss) {
  ZENER_SHARED(int, scratch, THREADS / WARP);
  ZENER_SHARED(double, sums, THREADS / WARP);
  int count = count_rows(soft, rows, width, scratch);
  double sum = 0;
  for (int w = static_cast<int>(threadIdx.x); w < rows; w += THREADS) {
    size_t first = static_cast<size_t>(w) * width;
    if (!counts(soft, first)) continue;
    float lse = log_sum_exp(logits + first, width), squares = 0;
    for (int c = 0; c < width; c++) {
      float difference = expf(logits[first + c] - lse) - soft[first + c];
      squares += difference * difference;
    }
    sum += static_cast<double>(squares);
  }
  sum = block_sum(sum, sums);
  if (threadIdx.x == 0) *loss = count == 0 ? 0.0f : static_cast<float>(sum / (static_cast<double>(count) * width));
}

__global__ void backward(const float* logits, const float* soft, const float* dloss, int rows, int width,
                         float* dlogits) {
  ZENER_SHARED(int, scratch, THREADS / WARP);
  int count = count_rows(soft, rows, width, scratch);
  int w = static_cast<int>(blockIdx.x) * THREADS + static_cast<int>(threadIdx.x);
  if (w >= rows) return;
  size_t first = static_cast<size_t>(w) * width;
  if (!counts(soft, first)) {
    for (int c = 0; c < width; c++) dlogits[first + c] = 0;
    return;
  }
  float scale = 2 * *dloss / (static_cast<float>(count) * static_cast<float>(width));
  float lse = log_sum_exp(logits + first, width), mean = 0;
  for (int c = 0; c < width; c++) {
    float p = expf(logits[first + c] - lse);
    mean += scale * (p - soft[first + c]) * p;
  }
  for (int c = 0; c < width; c++) {
    float p = expf(logits[first + c] - lse);
    dlogits[first + c] = p * (scale * (p - soft[first + c]) - mean);
  }
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_softmse_forward(const float* logits, const float* soft, int rows, int width, float* loss, void* stream) {
  ZENER_LAUNCH(forward, 1, THREADS, 0, static_cast<cudaStream_t>(stream), logits, soft, rows, width, loss);
  return report(cudaGetLastError(), "soft MSE of [%d,%d]", rows, width);
}

int zener_softmse_backward(const float* logits, const float* soft, const float* dloss, int rows, int width,
                           float* dlogits, void* stream) {
  if (rows > 0) {
    ZENER_LAUNCH(backward, ceil_div(rows, THREADS), THREADS, 0, static_cast<cudaStream_t>(stream), logits, soft, dloss,
                 rows, width, dlogits);
  }
  return report(cudaGetLastError(), "soft MSE backward of [%d,%d]", rows, width);
}
