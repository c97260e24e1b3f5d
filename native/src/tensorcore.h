// Products of bfloat16 tiles by the tensor cores that cards have from Ampere on, with float32 sums.
//
// A warp multiplies 16 rows by 16 columns at a time. Its lanes hold the elements in the layout that PTX
// defines for mma.m16n8k16: lane 4 g + t has columns 2t and 2t + 1 of rows g and g + 8 of a sum. All lanes
// of a warp must call each function.
#pragma once

#include "bfloat16.h"
#include "launch.h"
#if defined(ZENER_EMULATION)
#include "tensorcore_emulation.h"
#endif

namespace zener {

constexpr int CORE = 16;         // rows and columns of a product
constexpr int OLDEST_CORE = 80;  // the compute capability from which on kernels contain these products

// Code for older cards must compile but is never run.
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ < 800
#define ZENER_NO_TENSOR_CORES
#endif

// A matrix [16,16] of bfloat16 in the registers of a warp.
struct Fragment {
  uint32_t words[4];
};

// The sums of a product [16,16]: by halves of the columns, then the lane's four elements of a half.
using Sums = float[2][4];

// The row and the column of a lane's element of Sums.
__device__ __forceinline__ int sum_row(int element) {
  return static_cast<int>(threadIdx.x) % WARP / 4 + element / 2 * 8;
}
__device__ __forceinline__ int sum_column(int half, int element) {
  return half * 8 + static_cast<int>(threadIdx.x) % 4 * 2 + element % 2;
}

// Reductions over the lanes that share a row of Sums.
__device__ __forceinline__ float sum_of_row(float value) {
  value += __shfl_xor_sync(ALL_LANES, value, 1);
  return value + __shfl_xor_sync(ALL_LANES, value, 2);
}
__device__ __forceinline__ float largest_of_row(float value) {
  value = fmaxf(value, __shfl_xor_sync(ALL_LANES, value, 1));
  return fmaxf(value, __shfl_xor_sync(ALL_LANES, value, 2));
}

// Sums, rounded, as the left factor of the next product.
__device__ __forceinline__ Fragment as_factor(const Sums& sums) {
  return {{pack(sums[0][0], sums[0][1]), pack(sums[0][2], sums[0][3]), pack(sums[1][0], sums[1][1]),
           pack(sums[1][2], sums[1][3])}};
}

// Loads [16,16] from shared memory: the matrix at `tile`, or each of its quarters transposed. Rows are
// `stride` elements apart and start at multiples of 16 bytes.
template <bool TRANSPOSED>
__device__ __forceinline__ Fragment load_fragment(const bfloat16* tile, int stride) {
  Fragment f = {};
  int lane = static_cast<int>(threadIdx.x) % WARP;
  const bfloat16* row = tile + lane % CORE * stride + lane / CORE * (CORE / 2);
#if defined(ZENER_EMULATION)
  emulation::load_matrices(f.words, row, TRANSPOSED);
#elif defined(ZENER_NO_TENSOR_CORES)
  static_cast<void>(row);
  __trap();
#else
  auto at = static_cast<uint32_t>(__cvta_generic_to_shared(row));
  if (TRANSPOSED) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(f.words[0]), "=r"(f.words[1]), "=r"(f.words[2]), "=r"(f.words[3])
                 : "r"(at)
                 : "memory");
  } else {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(f.words[0]), "=r"(f.words[1]), "=r"(f.words[2]), "=r"(f.words[3])
                 : "r"(at)
                 : "memory");
  }
#endif
  return f;
}

// sums [16,8] += a [16,16] b [16,8]; the registers of b hold its upper and its lower 8 rows.
__device__ __forceinline__ void multiply_add(float (&sums)[4], const Fragment& a, uint32_t upper, uint32_t lower) {
#if defined(ZENER_EMULATION)
  emulation::multiply_add(sums, a.words, upper, lower);
#elif defined(ZENER_NO_TENSOR_CORES)
  __trap();
#else
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
      "{%0, %1, %2, %3};"
      : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
      : "r"(a.words[0]), "r"(a.words[1]), "r"(a.words[2]), "r"(a.words[3]), "r"(upper), "r"(lower));
#endif
}

// sums [16,16] += x y^T for tiles x and y [16,WIDTH] in shared memory. The instructions require that all
// lanes of the warp are together, which code with branches for single lanes does not ensure.
template <int WIDTH>
__device__ __forceinline__ void add_dots(Sums& sums, const bfloat16* x, const bfloat16* y, int stride) {
  __syncwarp();
#pragma unroll
  for (int d = 0; d < WIDTH; d += CORE) {
    Fragment a = load_fragment<false>(x + d, stride), b = load_fragment<false>(y + d, stride);
    multiply_add(sums[0], a, b.words[0], b.words[2]);
    multiply_add(sums[1], a, b.words[1], b.words[3]);
  }
}

// sums [16,WIDTH] += weights [16,16] x for a tile x [16,WIDTH] in shared memory; sums are by eighths of
// columns.
template <int WIDTH>
__device__ __forceinline__ void add_weighted(float (&sums)[WIDTH / 8][4], const Fragment& weights, const bfloat16* x,
                                             int stride) {
  __syncwarp();
#pragma unroll
  for (int d = 0; d < WIDTH; d += CORE) {
    Fragment b = load_fragment<true>(x + d, stride);
    multiply_add(sums[d / 8], weights, b.words[0], b.words[1]);
    multiply_add(sums[d / 8 + 1], weights, b.words[2], b.words[3]);
  }
}

}  // namespace zener
