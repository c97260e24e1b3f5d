// An emulation of CUDA C++ in plain C++ on the host: the parts of the CUDA runtime that Zener's kernels
// and launchers use. Names and meanings are those of CUDA's documentation; no code is CUDA's.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "block.h"

#define ZENER_EMULATION 1

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __launch_bounds__(...)

#define threadIdx (::emulation::place().thread)
#define blockIdx (::emulation::place().block)
#define blockDim (::emulation::place().threads)
#define gridDim (::emulation::place().blocks)

inline void __syncthreads() { emulation::barrier(); }
inline void __syncwarp(unsigned mask = 0xffffffffu) { emulation::warp_barrier(mask); }

namespace emulation {

inline unsigned lane() {
  const Place& p = place();
  return (p.thread.x + p.threads.x * (p.thread.y + p.threads.y * p.thread.z)) % 32;
}

template <typename T>
T shuffle(unsigned mask, T value, unsigned from) {
  static_assert(sizeof(T) <= sizeof(uint64_t), "a shuffle moves 8 bytes at most");
  uint64_t bits = 0;
  memcpy(&bits, &value, sizeof(T));
  bits = exchange(mask, bits, from);
  memcpy(&value, &bits, sizeof(T));
  return value;
}

}  // namespace emulation

// Within groups of `width` lanes; a lane that would read beyond its group reads its own value.
template <typename T>
T __shfl_sync(unsigned mask, T value, int lane, int width = 32) {
  unsigned group = emulation::lane() / width * width;
  return emulation::shuffle(mask, value, group + static_cast<unsigned>(lane) % width);
}

template <typename T>
T __shfl_xor_sync(unsigned mask, T value, int bits, int width = 32) {
  unsigned own = emulation::lane();
  unsigned from = own ^ static_cast<unsigned>(bits);
  return emulation::shuffle(mask, value, from / width == own / width ? from : own);
}

template <typename T>
T __shfl_down_sync(unsigned mask, T value, unsigned by, int width = 32) {
  unsigned own = emulation::lane();
  unsigned from = own + by;
  return emulation::shuffle(mask, value, from / width == own / width ? from : own);
}

inline unsigned __ballot_sync(unsigned mask, bool value) { return emulation::ballot(mask, value); }
inline bool __any_sync(unsigned mask, bool value) { return emulation::ballot(mask, value) != 0; }

// Blocks run one after the other and threads one at a time, so every read-modify-write is atomic.
template <typename T>
T atomicAdd(T* at, T value) {
  T old = *at;
  *at = old + value;
  return old;
}

inline float __expf(float x) { return expf(x); }
inline float rsqrtf(float x) { return 1 / sqrtf(x); }
inline float __fdividef(float a, float b) { return a / b; }

inline float __int_as_float(int bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

inline int __float_as_int(float value) {
  int bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

struct alignas(16) float4 {
  float x, y, z, w;
};

struct alignas(8) float2 {
  float x, y;
};

struct alignas(16) uint4 {
  unsigned x, y, z, w;
};

struct alignas(8) uint2 {
  unsigned x, y;
};

inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
inline float2 make_float2(float x, float y) { return {x, y}; }

#include "runtime.h"

// The position of the lowest bit that is set, from 1; 0 if there is none.
inline int __ffs(int bits) { return __builtin_ffs(bits); }
