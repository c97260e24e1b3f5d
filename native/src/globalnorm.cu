// GlobalNorm: the root of the sum of squares over all elements of many tensors, in one pass. One block
// per range stores its sum, and one block adds these in order, so that the bits are always the same.
// Memory traffic: 4 bytes per element.
#include "error.h"
#include "launch.h"
#include "reduce.h"
#include "vector.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = 256;
constexpr float SMALLEST = 1e-30f;  // sums of squares above it are not affected by underflow

__device__ double squares_in_double(const float* x, int64_t from, int64_t to) {
  double sum = 0;
  for (int64_t e = from + threadIdx.x; e < to; e += THREADS) sum += static_cast<double>(x[e]) * x[e];
  return sum;
}

__global__ void squares(const zener_stretch* stretches, const float* const* tensors, double* parts) {
  ZENER_SHARED(double, scratch, THREADS / WARP);
  zener_stretch s = stretches[blockIdx.x];
  const float* x = tensors[s.tensor];
  float sum = 0;
  int64_t rest = s.from;  // the first element that no vector contains
  if (is_aligned(x + s.from)) {
    rest = s.to - (s.to - s.from) % 4;
    for (int64_t e = s.from + 4 * threadIdx.x; e < rest; e += 4 * THREADS) {
      float4 v = load_vector<float4>(x + e);
      sum += v.x * v.x + v.y * v.y + v.z * v.z + v.w * v.w;
    }
  }
  for (int64_t e = rest + threadIdx.x; e < s.to; e += THREADS) sum += x[e] * x[e];
  double all = block_sum(static_cast<double>(sum), scratch);
  if (!(all > SMALLEST && all < 3e38)) {  // the same for all threads of the block
    __syncthreads();
    all = block_sum(squares_in_double(x, s.from, s.to), scratch);
  }
  if (threadIdx.x == 0) parts[blockIdx.x] = all;
}

__global__ void root(const double* parts, int count, float* norm) {
  ZENER_SHARED(double, scratch, THREADS / WARP);
  double sum = 0;
  for (int i = static_cast<int>(threadIdx.x); i < count; i += THREADS) sum += parts[i];
  sum = block_sum(sum, scratch);
  if (threadIdx.x == 0) *norm = static_cast<float>(sqrt(sum));
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_globalnorm(const zener_stretch* stretches, int count, const float* const* tensors, double* parts,
                     float* norm, void* stream_) {
  auto stream = static_cast<cudaStream_t>(stream_);
  if (count > 0) ZENER_LAUNCH(squares, count, THREADS, 0, stream, stretches, tensors, parts);
  ZENER_LAUNCH(root, 1, THREADS, 0, stream, parts, count, norm);
  return report(cudaGetLastError(), "global norm of %d ranges", count);
}
