// CrossEntropy: the mean over rows of log sum exp(logits) - logits[label], and its gradient
// (softmax - onehot) dloss / rows. Rows with the label -1, which pad batches, are ignored. One thread
// per row; every block counts all rows itself.
#include "error.h"
#include "launch.h"
#include "reduce.h"
#include "softmax.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = 256;

__device__ int count_labels(const int32_t* labels, int rows, int* scratch) {
  int count = 0;
  for (int w = static_cast<int>(threadIdx.x); w < rows; w += THREADS) count += labels[w] >= 0 ? 1 : 0;
  return block_sum(count, scratch);
}

// One block.
__global__ void forward(const float* logits, const int32_t* labels, int rows, int width, float* loss) {
  ZENER_SHARED(int, counts, THREADS / WARP);
  ZENER_SHARED(double, sums, THREADS / WARP);
  int count = count_labels(labels, rows, counts);
  double sum = 0;
  for (int w = static_cast<int>(threadIdx.x); w < rows; w += THREADS) {
    const float* row = logits + static_cast<size_t>(w) * width;
    if (labels[w] >= 0) sum += static_cast<double>(log_sum_exp(row, width) - row[labels[w]]);
  }
  sum = block_sum(sum, sums);
  if (threadIdx.x == 0) *loss = count == 0 ? 0.0f : static_cast<float>(sum / count);
}

__global__ void backward(const float* logits, const int32_t* labels, const float* dloss, int rows, int width,
                         float* dlogits) {
  ZENER_SHARED(int, counts, THREADS / WARP);
  int count = count_labels(labels, rows, counts);
  int w = static_cast<int>(blockIdx.x) * THREADS + static_cast<int>(threadIdx.x);
  if (w >= rows) return;
  size_t first = static_cast<size_t>(w) * width;
  float lse = log_sum_exp(logits + first, width);
  float scale = labels[w] < 0 ? 0.0f : *dloss / static_cast<float>(count);
  for (int c = 0; c < width; c++) {
    float p = expf(logits[first + c] - lse);
    dlogits[first + c] = scale * (c == labels[w] ? p - 1 : p);
  }
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_crossentropy_forward(const float* logits, const int32_t* labels, int rows, int width, float* loss,
                               void* stream) {
  ZENER_LAUNCH(forward, 1, THREADS, 0, static_cast<cudaStream_t>(stream), logits, labels, rows, width, loss);
  return report(cudaGetLastError(), "cross entropy of [%d,%d]", rows, width);
}

int zener_crossentropy_backward(const float* logits, const int32_t* labels, const float* dloss, int rows, int width,
                                float* dlogits, void* stream) {
  if (rows > 0) {
    ZENER_LAUNCH(backward, ceil_div(rows, THREADS), THREADS, 0, static_cast<cudaStream_t>(stream), logits, labels,
                 dloss, rows, width, dlogits);
  }
  return report(cudaGetLastError(), "cross entropy backward of [%d,%d]", rows, width);
}
