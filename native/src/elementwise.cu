// Sums and casts that are not fused into other kernels. Memory traffic: 12 or 6 bytes per element.
#include "bfloat16.h"
#include "error.h"
#include "launch.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = 256;

__global__ void sum(const float* a, const float* b, size_t count, float* c) {
  size_t e = static_cast<size_t>(blockIdx.x) * THREADS + threadIdx.x;
  if (e < count) c[e] = a[e] + b[e];
}

template <typename From, typename To>
__global__ void cast(const From* from, size_t count, To* to) {
  size_t e = static_cast<size_t>(blockIdx.x) * THREADS + threadIdx.x;
  if (e < count) set(to + e, to_float(from[e]));
}

int blocks(size_t count) { return static_cast<int>((count + THREADS - 1) / THREADS); }

}  // namespace
}  // namespace zener

using namespace zener;

int zener_sum(const float* a, const float* b, size_t count, float* c, void* stream) {
  if (count > 0) ZENER_LAUNCH(sum, blocks(count), THREADS, 0, static_cast<cudaStream_t>(stream), a, b, count, c);
  return report(cudaGetLastError(), "sum of %zu elements", count);
}

int zener_round(const float* from, size_t count, void* to_, void* stream) {
  auto* to = static_cast<bfloat16*>(to_);
  if (count > 0) ZENER_LAUNCH(cast, blocks(count), THREADS, 0, static_cast<cudaStream_t>(stream), from, count, to);
  return report(cudaGetLastError(), "rounding of %zu elements", count);
}

int zener_widen(const void* from_, size_t count, float* to, void* stream) {
  auto* from = static_cast<const bfloat16*>(from_);
  if (count > 0) ZENER_LAUNCH(cast, blocks(count), THREADS, 0, static_cast<cudaStream_t>(stream), from, count, to);
  return report(cudaGetLastError(), "widening of %zu elements", count);
}
