// Sums over the threads of a block in a fixed order, so that the bits are always the same.
#pragma once

#include "launch.h"

namespace zener {

template <typename T>
__device__ __forceinline__ T warp_sum(T value) {
  for (int by = WARP / 2; by > 0; by /= 2) value += __shfl_xor_sync(ALL_LANES, value, by);
  return value;
}

// The sum over a block of whole warps, returned in every thread. All threads must call it. `scratch`
// has one T per warp and may be reused after the next barrier.
template <typename T>
__device__ __forceinline__ T block_sum(T value, T* scratch) {
  value = warp_sum(value);
  if (threadIdx.x % WARP == 0) scratch[threadIdx.x / WARP] = value;
  __syncthreads();
  T sum = 0;
  for (unsigned warp = 0; warp < blockDim.x / WARP; warp++) sum += scratch[warp];
  return sum;
}

}  // namespace zener
