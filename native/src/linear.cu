// Linear layers: products by cuBLASLt, with its epilogues for the bias and the bias gradient. GELU is
// computed here, because BERT uses the exact form with the error function (Hendrycks and Gimpel
// 2016), while cuBLASLt has only the approximation by tanh.
// Memory traffic of GELU: forward z and y, backward z, dy and dz, 4 or 2 bytes per element each.
#include <new>

#include "bfloat16.h"
#include "error.h"
#include "gemm.h"
#include "launch.h"
#include "zener.h"

struct zener_linear {
  zener::Gemm gemm;
};

namespace zener {
namespace {

constexpr int THREADS = 256;
constexpr int MOST_OUTPUTS = 1 << 20;
constexpr int LANES = 8;  // threads of a block that share a column's rows
constexpr float ROOT_HALF = 0.70710678118654752f;
constexpr float BY_ROOT_2PI = 0.39894228040143268f;

__device__ __forceinline__ float gelu(float z) { return z * 0.5f * (1 + erff(z * ROOT_HALF)); }

__device__ __forceinline__ float gelu_slope(float z) {
  return 0.5f * (1 + erff(z * ROOT_HALF)) + z * BY_ROOT_2PI * expf(-0.5f * z * z);
}

template <typename T>
__global__ void apply_gelu(const T* z, size_t count, T* y) {
  size_t e = static_cast<size_t>(blockIdx.x) * THREADS + threadIdx.x;
  if (e < count) set(y + e, gelu(to_float(z[e])));
}

__global__ void round_bias(const float* bias, int width, bfloat16* rounded) {
  int c = static_cast<int>(blockIdx.x) * THREADS + static_cast<int>(threadIdx.x);
  if (c < width) set(rounded + c, bias[c]);
}

template <typename T>
__global__ void through_gelu(const T* z, const T* dy, size_t count, T* dz) {
  size_t e = static_cast<size_t>(blockIdx.x) * THREADS + threadIdx.x;
  if (e < count) set(dz + e, to_float(dy[e]) * gelu_slope(to_float(z[e])));
}

// db: sums of columns in a fixed order. Blocks [WARP, LANES].
template <typename T>
__global__ void column_sums(const T* dz, int rows, int width, float* db) {
  ZENER_SHARED(float, shared, LANES * WARP);
  int x = static_cast<int>(threadIdx.x), y = static_cast<int>(threadIdx.y);
  int c = static_cast<int>(blockIdx.x) * WARP + x;
  float sum = 0;
  for (int i = y; i < rows && c < width; i += LANES) sum += to_float(dz[static_cast<size_t>(i) * width + c]);
  shared[y * WARP + x] = sum;
  __syncthreads();
  if (y != 0 || c >= width) return;
  for (int i = 1; i < LANES; i++) sum += shared[i * WARP + x];
  db[c] = sum;
}

lt::DataType type(zener_type t) { return t == ZENER_BFLOAT16 ? lt::R_16BF : lt::R_32F; }

int blocks(size_t count) { return static_cast<int>((count + THREADS - 1) / THREADS); }

template <typename T>
void apply_gelu_as(const void* z, size_t count, void* y, cudaStream_t stream) {
  ZENER_LAUNCH(apply_gelu<T>, blocks(count), THREADS, 0, stream, static_cast<const T*>(z), count, static_cast<T*>(y));
}

template <typename T>
void through_gelu_as(const void* z, const void* dy, size_t count, void* dz, cudaStream_t stream) {
  ZENER_LAUNCH(through_gelu<T>, blocks(count), THREADS, 0, stream, static_cast<const T*>(z), static_cast<const T*>(dy),
               count, static_cast<T*>(dz));
}

template <typename T>
void column_sums_as(const void* dz, int rows, int width, float* db, cudaStream_t stream) {
  ZENER_LAUNCH(column_sums<T>, ceil_div(width, WARP), dim3(WARP, LANES), 0, stream, static_cast<const T*>(dz), rows,
               width, db);
}

int failed(zener_linear* linear, int status, const char* what, const zener_linear_shape& s) {
  return report_words(ZENER_CUBLASLT_FAILED, "linear %s of [%d,%d] by [%d,%d], %s operands: cuBLASLt: %s", what, s.rows,
                      s.inputs, s.outputs, s.inputs, s.operands == ZENER_BFLOAT16 ? "bfloat16" : "float32",
                      linear->gemm.words(status));
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_linear_open(const char* path, zener_linear** linear) {
  std::string story;
  *linear = nullptr;
  const lt::Api* api = lt::find(path, &story);
  if (api == nullptr) {
    return report_words(ZENER_CUBLASLT_MISSING,
                        "cuBLASLt, which computes matrix products, was not found. Install the CUDA toolkit (11, 12 or "
                        "13) or NVIDIA's Python package (pip install nvidia-cublas), put the Maven artifact "
                        "org.bytedeco:cuda with classifier linux-x86_64-redist on the class path, or name the file by "
                        "ZENER_CUBLASLT=PATH or -Dzener.cublaslt=PATH. Tried:%s",
                        story.c_str());
  }
  auto* opened = new (std::nothrow) zener_linear{Gemm(api)};
  int status = opened == nullptr ? lt::NOT_ALLOCATED : opened->gemm.open();
  if (status != lt::SUCCESS) {
    delete opened;
    return report_words(ZENER_CUBLASLT_FAILED, "cuBLASLt %d cannot be initialised: %s",
                        static_cast<int>(api->version()), api->status_string(status));
  }
  *linear = opened;
  return 0;
}

void zener_linear_close(zener_linear* linear) { delete linear; }

const char* zener_linear_library(const zener_linear* linear) { return linear->gemm.library().c_str(); }

size_t zener_linear_workspace() { return Gemm::WORKSPACE + MOST_OUTPUTS * sizeof(bfloat16); }

int zener_linear_forward(zener_linear* linear, zener_linear_shape s, const void* x, const void* w, const float* bias,
                         const float* addend, void* z, void* y, void* workspace, void* stream_) {
  auto stream = static_cast<cudaStream_t>(stream_);
  if (s.rows == 0) return 0;
  if (s.outputs > MOST_OUTPUTS) {
    return report(cudaErrorInvalidValue, "linear to %d outputs, of at most %d", s.outputs, MOST_OUTPUTS);
  }
  const void* added = bias;
  if (s.result == ZENER_BFLOAT16) {  // the epilogue needs a bias of the result's type
    auto* rounded = reinterpret_cast<bfloat16*>(static_cast<char*>(workspace) + Gemm::WORKSPACE);
    ZENER_LAUNCH(round_bias, ceil_div(s.outputs, THREADS), THREADS, 0, stream, bias, s.outputs, rounded);
    added = rounded;
  }
  void* product = s.gelu != 0 && z != nullptr ? z : y;
  Product p{s.rows,         s.outputs, s.inputs, false, true, type(s.operands), type(s.result),
            s.tf32 != 0, x, w, addend, added, nullptr, product};
  int status = linear->gemm.run(p, workspace, stream);
  if (status != lt::SUCCESS) return failed(linear, status, "product", s);
  size_t count = static_cast<size_t>(s.rows) * s.outputs;
  if (s.gelu != 0 && s.result == ZENER_BFLOAT16) {
    apply_gelu_as<bfloat16>(product, count, y, stream);
  } else if (s.gelu != 0) {
    apply_gelu_as<float>(product, count, y, stream);
  }
  return report(cudaGetLastError(), "linear of [%d,%d] to %d", s.rows, s.inputs, s.outputs);
}

int zener_linear_backward(zener_linear* linear, zener_linear_shape s, const void* x, const void* w, const void* dy,
                          const void* z, const float* addend, void* dz, void* dx, float* dw, float* db,
                          void* workspace, void* stream_) {
  auto stream = static_cast<cudaStream_t>(stream_);
  size_t count = static_cast<size_t>(s.rows) * s.outputs;
  bool small = s.operands == ZENER_BFLOAT16;
  if (s.gelu != 0 && count > 0) {
    small ? through_gelu_as<bfloat16>(z, dy, count, dz, stream) : through_gelu_as<float>(z, dy, count, dz, stream);
  }
  const void* behind = s.gelu != 0 ? dz : dy;
  if (dx != nullptr && s.rows > 0) {
    Product p{s.rows,         s.inputs, s.outputs, false, false, type(s.operands), type(s.result),
              s.tf32 != 0, behind, w, addend, nullptr, nullptr, dx};
    int status = linear->gemm.run(p, workspace, stream);
    if (status != lt::SUCCESS) return failed(linear, status, "gradient of x", s);
  }
  if (dw != nullptr && s.rows > 0) {
    Product p{s.outputs,      s.inputs, s.rows, true, false, type(s.operands), lt::R_32F,
              s.tf32 != 0, behind, x, nullptr, nullptr, db, dw};
    if (db != nullptr && linear->gemm.can(p)) {
      db = nullptr;  // the product computes it
    } else {
      p.sums = nullptr;
    }
    int status = linear->gemm.run(p, workspace, stream);
    if (status != lt::SUCCESS) return failed(linear, status, "gradient of w", s);
  } else if (dw != nullptr) {
    cudaMemsetAsync(dw, 0, sizeof(float) * s.outputs * s.inputs, stream);
  }
  if (db != nullptr) {
    small ? column_sums_as<bfloat16>(behind, s.rows, s.outputs, db, stream)
          : column_sums_as<float>(behind, s.rows, s.outputs, db, stream);
  }
  return report(cudaGetLastError(), "linear backward of [%d,%d] to %d", s.rows, s.inputs, s.outputs);
}
