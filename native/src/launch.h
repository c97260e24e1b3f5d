// Macros that start kernels and declare shared memory, so that the sources compile for a GPU and,
// with native/emulation first among the include folders, as plain C++.
#pragma once

#include <cuda_runtime.h>

#if defined(ZENER_EMULATION)
#define ZENER_LAUNCH(kernel, blocks, threads, shared, stream, ...) \
  emulation::launch(stream, blocks, threads, shared, [=] { kernel(__VA_ARGS__); })
#define ZENER_SHARED(type, name, count)     \
  static const char name##_declaration = 0; \
  type* const name = static_cast<type*>(emulation::static_shared(&name##_declaration, sizeof(type) * (count)))
#define ZENER_DYNAMIC_SHARED(type, name) type* const name = static_cast<type*>(emulation::dynamic_shared())
#else
#define ZENER_LAUNCH(kernel, blocks, threads, shared, stream, ...) \
  kernel<<<blocks, threads, shared, stream>>>(__VA_ARGS__)
#define ZENER_SHARED(type, name, count) __shared__ type name[count]
#define ZENER_DYNAMIC_SHARED(type, name)              \
  extern __shared__ __align__(16) char name##_bytes[]; \
  type* const name = reinterpret_cast<type*>(name##_bytes)
#endif

namespace zener {

constexpr int WARP = 32;
constexpr unsigned ALL_LANES = 0xffffffffu;

// A rounded product. The compiler may round x * y - z only once; then two equal products that are computed
// in different places do not cancel.
__device__ __forceinline__ float product(float x, float y) {
#if defined(ZENER_EMULATION)
  return x * y;
#else
  return __fmul_rn(x, y);
#endif
}

__host__ __device__ constexpr int ceil_div(int n, int by) { return (n + by - 1) / by; }

}  // namespace zener
