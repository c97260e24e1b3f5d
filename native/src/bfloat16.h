// bfloat16 as a storage type, the upper half of a float. It works on all GPUs, including those
// without bfloat16 instructions.
#pragma once

#include <cstdint>

#include "launch.h"

namespace zener {

struct bfloat16 {
  uint16_t bits;
};

__device__ __forceinline__ float to_float(float value) { return value; }

__device__ __forceinline__ float to_float(bfloat16 value) {
  return __int_as_float(static_cast<int>(static_cast<uint32_t>(value.bits) << 16));
}

// Rounds to nearest, ties to even; NaN stays NaN.
__device__ __forceinline__ void set(bfloat16* at, float value) {
  uint32_t bits = static_cast<uint32_t>(__float_as_int(value));
  uint32_t rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  at->bits = static_cast<uint16_t>(value != value ? bits >> 16 | 0x40 : rounded);
}

__device__ __forceinline__ void set(float* at, float value) { *at = value; }

// Two numbers rounded in the same way, the first in the lower half; the bits of a NaN may differ.
__device__ __forceinline__ uint32_t pack(float low, float high) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
  uint32_t word;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(word) : "f"(high), "f"(low));
  return word;
#else
  bfloat16 halves[2];
  set(halves, low);
  set(halves + 1, high);
  return halves[0].bits | static_cast<uint32_t>(halves[1].bits) << 16;
#endif
}

}  // namespace zener
