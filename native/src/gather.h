// Sums over selected rows of a matrix in a fixed order: scatter-add without atomics.
#pragma once

#include <cstdint>

#include "launch.h"

namespace zener {

constexpr int GATHER_THREADS = 128;

// to[c] = the sum of from[i, c] over all i in [first, count) with matches(i). Must be called by a
// block of GATHER_THREADS threads; `found` has one uint32_t per warp in shared memory.
template <typename Matches>
__device__ void gather_sum(Matches matches, int first, int count, const float* from, int width, float* to,
                           uint32_t* found) {
  for (int left = 0; left < width; left += GATHER_THREADS) {
    int c = left + static_cast<int>(threadIdx.x);
    float sum = 0;
    for (int start = first; start < count; start += GATHER_THREADS) {
      int i = start + static_cast<int>(threadIdx.x);
      uint32_t mine = __ballot_sync(ALL_LANES, i < count && matches(i));
      if (threadIdx.x % WARP == 0) found[threadIdx.x / WARP] = mine;
      __syncthreads();
      for (int warp = 0; warp < GATHER_THREADS / WARP; warp++) {
        for (uint32_t bits = found[warp]; bits != 0; bits &= bits - 1) {
          int at = start + warp * WARP + __ffs(static_cast<int>(bits)) - 1;
          if (c < width) sum += from[static_cast<size_t>(at) * width + c];
        }
      }
      __syncthreads();
    }
    if (c < width) to[c] = sum;
  }
}

}  // namespace zener
