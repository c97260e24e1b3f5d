// The tile of a float32 product that a block computes: C [BM,BN] += A [BM,k] B [k,BN], with TM x TN
// elements per thread.
#pragma once

#include "launch.h"

namespace zener {

// The layout of a factor in memory: the index along which its elements are adjacent.
enum class Near { K, OTHER };

// The computation of one block of THREADS threads. It does not depend on blockIdx: the functions of
// the factors add the position of the tile, and return 0 outside of the matrix.
template <int BM, int BN, int TM, int TN>
struct Product {
  static constexpr int BK = 16;
  static constexpr int THREADS = BM / TM * (BN / TN);
  static constexpr int PAD = 4;  // so that the columns of a stored tile start in different banks
  static constexpr int SHARED = BK * (BM + PAD + BN + PAD);

  float sums[TM][TN] = {};

  // This thread's first row and column in the tile.
  __device__ static int row() { return static_cast<int>(threadIdx.x) / (BN / TN) * TM; }
  __device__ static int column() { return static_cast<int>(threadIdx.x) % (BN / TN) * TN; }

  // a(i, k) and b(k, j) are the factors' elements; `shared` holds SHARED floats.
  template <Near NEAR_A, Near NEAR_B, typename A, typename B>
  __device__ void add(A a, B b, int k, float* shared) {
    constexpr int COUNT_A = BM * BK / THREADS;
    constexpr int COUNT_B = BN * BK / THREADS;
    static_assert(COUNT_A * THREADS == BM * BK && COUNT_B * THREADS == BN * BK, "threads load equal parts of a tile");
    float* tile_a = shared;                    // [BK, BM + PAD]
    float* tile_b = shared + BK * (BM + PAD);  // [BK, BN + PAD]
    float next_a[COUNT_A], next_b[COUNT_B];
    load<NEAR_A, BM, COUNT_A>(next_a, [&](int i, int kk) { return kk < k ? a(i, kk) : 0.0f; }, 0);
    load<NEAR_B, BN, COUNT_B>(next_b, [&](int j, int kk) { return kk < k ? b(kk, j) : 0.0f; }, 0);
    for (int first = 0; first < k; first += BK) {
      __syncthreads();  // all threads have read the last tiles
      store<NEAR_A, BM, COUNT_A>(next_a, tile_a);
      store<NEAR_B, BN, COUNT_B>(next_b, tile_b);
      __syncthreads();
      if (first + BK < k) {  // loads the next tiles while these are multiplied
        load<NEAR_A, BM, COUNT_A>(next_a, [&](int i, int kk) { return kk < k ? a(i, kk) : 0.0f; }, first + BK);
        load<NEAR_B, BN, COUNT_B>(next_b, [&](int j, int kk) { return kk < k ? b(kk, j) : 0.0f; }, first + BK);
      }
      multiply(tile_a, tile_b);
    }
  }

 private:
  // The position in a tile [BK, OTHER] of element `e` of this thread's share.
  template <Near NEAR, int OTHER>
  __device__ static void place(int e, int* other, int* k) {
    int at = static_cast<int>(threadIdx.x) + e * THREADS;
    *other = NEAR == Near::K ? at / BK : at % OTHER;
    *k = NEAR == Near::K ? at % BK : at / OTHER;
  }

  template <Near NEAR, int OTHER, int COUNT, typename F>
  __device__ static void load(float (&next)[COUNT], F element, int first) {
#pragma unroll
    for (int e = 0; e < COUNT; e++) {
      int other, k;
      place<NEAR, OTHER>(e, &other, &k);
      next[e] = element(other, first + k);
    }
  }

  template <Near NEAR, int OTHER, int COUNT>
  __device__ static void store(const float (&next)[COUNT], float* tile) {
#pragma unroll
    for (int e = 0; e < COUNT; e++) {
      int other, k;
      place<NEAR, OTHER>(e, &other, &k);
      tile[k * (OTHER + PAD) + other] = next[e];
    }
  }

  __device__ void multiply(const float* tile_a, const float* tile_b) {
#pragma unroll
    for (int k = 0; k < BK; k++) {
      float a[TM], b[TN];
#pragma unroll
      for (int i = 0; i < TM; i++) a[i] = tile_a[k * (BM + PAD) + row() + i];
#pragma unroll
      for (int j = 0; j < TN; j++) b[j] = tile_b[k * (BN + PAD) + column() + j];
#pragma unroll
      for (int i = 0; i < TM; i++) {
#pragma unroll
        for (int j = 0; j < TN; j++) sums[i][j] += a[i] * b[j];
      }
    }
  }
};

}  // namespace zener
