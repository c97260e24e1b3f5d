// Matrix products by cuBLASLt, which thinks in columns; here all matrices are row-major.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <map>
#include <string>
#include <tuple>

#include "cublaslt.h"

namespace zener {

// d [m,n] = op(a) op(b) + c, op(a) [m,k], op(b) [k,n].
struct Product {
  int m, n, k;
  bool transpose_a, transpose_b;  // a lies as [k,m], b as [n,k]
  lt::DataType operands, result;
  bool tf32;  // float32 operands may be cut to TF32's 10 bits
  const void* a;
  const void* b;
  const void* c;      // of the result's type; null: none
  const void* bias;   // [n] of the result's type, added to every row; null: none
  float* sums;        // [m]: the sums of op(a)'s rows as well; null: not wanted
  void* d;
};

// One handle and the plans of all products seen so far. Used by one thread at a time.
class Gemm {
 public:
  static constexpr size_t WORKSPACE = 32 << 20;  // what NVIDIA recommends for Hopper; less elsewhere is less speed

  explicit Gemm(const lt::Api* api) : api(api) {}
  ~Gemm();
  Gemm(const Gemm&) = delete;

  // A status of cuBLASLt.
  int open();

  // Whether there is a way to do it, epilogues included.
  bool can(const Product& p);

  // Puts it on the stream. A status of cuBLASLt.
  int run(const Product& p, void* workspace, cudaStream_t stream);

  const char* words(int status) const { return api->status_string(status); }

 private:
  struct Plan {
    void* desc = nullptr;
    void* a = nullptr;
    void* b = nullptr;
    void* d = nullptr;
    lt::Algorithm algorithm;
    int status;
  };
  using Key = std::tuple<int, int, int, bool, bool, int, int, bool, bool, bool>;

  const Plan& plan(const Product& p);
  int make(const Product& p, Plan* plan);
  int choose(Plan* plan);
  void release(Plan* plan);

  const lt::Api* api;
  void* handle = nullptr;
  std::map<Key, Plan> plans;
};

}  // namespace zener
