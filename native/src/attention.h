// What the kernels of attention share: the inputs, a block's place in them, and the parameters of calls.
#pragma once

#include <cstdint>

#include "bfloat16.h"
#include "dropout.h"
#include "error.h"
#include "launch.h"

namespace zener {

constexpr int MOST_SIZE = 128;
constexpr int KEY_BITS = 20;

// The inputs, with q, k and v of type I.
template <typename I>
struct Batch {
  const I* q;
  const I* k;
  const I* v;
  const int32_t* query_offsets;
  const int32_t* key_offsets;
  int heads;
  int size;

  __device__ size_t at(int row, int head) const { return (static_cast<size_t>(row) * heads + head) * size; }
};

// A block's sentence, head and rows.
struct Place {
  int head, query, queries, key, keys;  // first rows and numbers of the sentence

  template <typename I>
  __device__ explicit Place(const Batch<I>& b) {
    int sentence = static_cast<int>(blockIdx.z);
    head = static_cast<int>(blockIdx.y);
    query = b.query_offsets[sentence];
    queries = b.query_offsets[sentence + 1] - query;
    key = b.key_offsets[sentence];
    keys = b.key_offsets[sentence + 1] - key;
  }
};

// The number of a probability for dropout.
template <typename I>
__device__ __forceinline__ uint64_t element(const Batch<I>& b, int query_row, int head, int key) {
  return ((static_cast<uint64_t>(query_row) * b.heads + head) << KEY_BITS) + key;
}

// The parameters of both directions.
template <typename I>
struct Call {
  Batch<I> batch;
  DropoutSite site;
  int sentences, longest, queries, keys;
  cudaStream_t stream;

  int width() const { return batch.heads * batch.size; }
  bool empty() const { return sentences == 0 || longest == 0; }
  cudaError_t check() const {
    bool fits = batch.size > 0 && batch.size <= MOST_SIZE && batch.heads <= 65535 && sentences <= 65535;
    return fits ? cudaSuccess : cudaErrorInvalidValue;
  }
  int report(cudaError_t error, const char* what) const {
    return zener::report(error, "%s of %d sentences, q [%d,%d], k [%d,%d], %d heads", what, sentences, queries,
                         width(), keys, width(), batch.heads);
  }
};

// Attention on tensor cores, in attention_bfloat16.cu. Each function returns false, and does nothing, if
// the card or the tensors are not suitable; the kernels of attention.cu then compute the same.
template <typename I>
bool forward_on_tensor_cores(const Call<I>& call, bfloat16* y, float* lse, cudaError_t* error);
bool backward_on_tensor_cores(const Call<float>& call, const float* lse, const float* dy, bfloat16* dq, bfloat16* dk,
                              bfloat16* dv, float* delta, cudaError_t* error);

}  // namespace zener
