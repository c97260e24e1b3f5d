// The instructions of tensor cores that Zener uses, with the layouts of PTX: which lane of a warp holds
// which elements of a matrix, and in which register. All lanes of a warp must call each function.
#pragma once

#include <cuda_runtime.h>

namespace emulation {

// A register holds two adjacent bfloat16 numbers, the first in its lower half.
inline float element_of(uint32_t word, int index) {
  return __int_as_float(static_cast<int>(index % 2 == 0 ? word << 16 : word & 0xffff0000u));
}

// mma.m16n8k16: c [16,8] += a [16,16] b [16,8]. Lane 4 g + t has the elements c[g][2t], c[g][2t+1],
// c[g+8][2t], c[g+8][2t+1]. Its words of a begin at a[g][2t], a[g+8][2t], a[g][2t+8], a[g+8][2t+8],
// those of b at b[2t][g] and b[2t+8][g].
inline void multiply_add(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  struct Registers {
    float* c;
    const uint32_t* a;
    uint32_t b[2];
  } own{c, a, {b0, b1}};
  const uint64_t* lanes = publish(0xffffffffu, reinterpret_cast<uintptr_t>(&own));
  if (lane() == 0) {  // computes the elements of all lanes, which is faster than every lane for itself
    float all_a[16][16], all_b[16][8], sums[16][8];
    for (int l = 0; l < 32; l++) {
      const auto* of = reinterpret_cast<const Registers*>(lanes[l]);
      const int group = l / 4, pair = l % 4 * 2;
      for (int i = 0; i < 2; i++) {
        for (int r = 0; r < 4; r++) all_a[group + r % 2 * 8][pair + r / 2 * 8 + i] = element_of(of->a[r], i);
        for (int r = 0; r < 2; r++) all_b[pair + r * 8 + i][group] = element_of(of->b[r], i);
        for (int r = 0; r < 2; r++) sums[group + r * 8][pair + i] = of->c[2 * r + i];
      }
    }
    for (int i = 0; i < 16; i++) {
      for (int k = 0; k < 16; k++) {
        for (int j = 0; j < 8; j++) sums[i][j] += all_a[i][k] * all_b[k][j];
      }
    }
    for (int l = 0; l < 32; l++) {
      float* of = reinterpret_cast<const Registers*>(lanes[l])->c;
      for (int e = 0; e < 4; e++) of[e] = sums[l / 4 + e / 2 * 8][l % 4 * 2 + e % 2];
    }
  }
  __syncwarp();
}

// ldmatrix.x4: four matrices [8,8], of which lane l gives the address of row l % 8 of matrix l / 8. Lane
// 4 g + t receives the elements [g][2t] and [g][2t+1] of each, or of its transpose.
inline void load_matrices(uint32_t (&words)[4], const void* row, bool transposed) {
  if (reinterpret_cast<uintptr_t>(row) % 16 != 0) fail("a row of a matrix is not aligned to 16 bytes");
  const uint64_t* rows = publish(0xffffffffu, reinterpret_cast<uintptr_t>(row));
  const int group = static_cast<int>(lane()) / 4, pair = static_cast<int>(lane()) % 4 * 2;
  for (int m = 0; m < 4; m++) {
    auto element = [&](int i, int j) {
      uint16_t bits;
      memcpy(&bits, reinterpret_cast<const char*>(rows[8 * m + i]) + j * sizeof bits, sizeof bits);
      return static_cast<uint32_t>(bits);
    };
    words[m] = transposed ? element(pair, group) | element(pair + 1, group) << 16
                          : element(group, pair) | element(group, pair + 1) << 16;
  }
  __syncwarp();
}

}  // namespace emulation
