// Matrix products by cuBLASLt. All matrices here are row-major, although cuBLASLt is column-major.
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
  bool transpose_a, transpose_b;  // a is stored as [k,m], b as [n,k]
  lt::DataType operands, result;
  bool tf32;  // float32 operands may be reduced to TF32's 10 explicit bits
  const void* a;
  const void* b;
  const void* c;      // of the result's type; null: none
  const void* bias;   // [n] of the result's type, added to every row; null: none
  float* sums;        // [m]: the sums of the rows of op(a); null: not wanted
  void* d;
};

// A handle and the plans of all products so far. A plan is made when a product of its shape and alignment is first
// run, which must not be while the stream is being captured. Not thread-safe.
class Gemm {
 public:
  static constexpr size_t WORKSPACE = 32 << 20;  // as NVIDIA recommends for Hopper; less would be slower
  static constexpr uint32_t ALIGNMENT = 256;     // bytes; of a product whose operands all have it, which Java's do

  explicit Gemm(const lt::Api* api) : api(api) {}
  ~Gemm();
  Gemm(const Gemm&) = delete;

  // Opens the handle. Returns a status of cuBLASLt.
  int open();

  // Whether cuBLASLt supports a product, including its epilogues.
  bool can(const Product& p);

  // Puts a product on the stream. Returns a status of cuBLASLt.
  int run(const Product& p, void* workspace, cudaStream_t stream);

  const char* words(int status) const { return api->status_string(status); }

  // The library's version and file.
  const std::string& library() const { return about; }

 private:
  struct Plan {
    void* desc = nullptr;
    void* a = nullptr;
    void* b = nullptr;
    void* d = nullptr;
    lt::Algorithm algorithm;
    int status;  // SUCCESS or NOT_SUPPORTED
  };
  using Key = std::tuple<int, int, int, bool, bool, int, int, bool, bool, bool, uint32_t>;

  static uint32_t alignment(const Product& p);
  int find(const Product& p, const Plan** found);
  int make(const Product& p, Plan* plan);
  int choose(Plan* plan, uint32_t alignment);
  void release(Plan* plan);

  const lt::Api* api;
  std::string about;
  void* handle = nullptr;

  std::map<Key, Plan> plans;
};

}  // namespace zener
