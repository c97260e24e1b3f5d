// An emulation of cuBLASLt in plain C++, as a library of its own, for the products that src/gemm.cpp uses:
// column-major operands, float32, TF32 or bfloat16, the bias and its gradient. Others are refused, and so are operands
// that are not aligned as stated when the algorithm was chosen. With ZENER_BROKEN, the library can be loaded but not
// initialised, like one that is too new for the driver.
#include "../src/cublaslt.h"

#include <cstring>
#include <vector>

#include "runtime.h"

using namespace zener::lt;

namespace {

struct Desc {
  bool tf32;
  int transpose_a = OP_N, transpose_b = OP_N, epilogue = EPILOGUE_DEFAULT;
  void* vector = nullptr;
};

struct Layout {
  int type;
  uint64_t rows, columns;
  int64_t ld;
};

float read(const void* at, int type, size_t i) {
  if (type == R_32F) return static_cast<const float*>(at)[i];
  uint32_t bits = static_cast<uint32_t>(static_cast<const uint16_t*>(at)[i]) << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

void write(void* at, int type, size_t i, float value) {
  if (type == R_32F) {
    static_cast<float*>(at)[i] = value;
    return;
  }
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  static_cast<uint16_t*>(at)[i] = static_cast<uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

// Rounds to nearest with 10 fraction bits.
float cut_to_tf32(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  bits = (bits + 0xfff + (bits >> 13 & 1)) & ~0x1fffu;
  memcpy(&value, &bits, sizeof value);
  return value;
}

struct Operand {
  const void* at;
  Layout layout;
  bool transposed;
  bool tf32 = false;

  float get(size_t row, size_t column) const {
    size_t r = transposed ? column : row, c = transposed ? row : column;
    float value = read(at, layout.type, r + c * static_cast<size_t>(layout.ld));
    return tf32 ? cut_to_tf32(value) : value;
  }
  uint64_t rows() const { return transposed ? layout.columns : layout.rows; }
  uint64_t columns() const { return transposed ? layout.rows : layout.columns; }
};

bool fits(const Desc& desc, const Layout& a, const Layout& b, const Layout& d) {
  Operand first{nullptr, a, desc.transpose_a == OP_T}, second{nullptr, b, desc.transpose_b == OP_T};
  bool types = a.type == b.type && (a.type == d.type || (a.type == R_16BF && d.type == R_32F));
  return types && first.rows() == d.rows && second.columns() == d.columns &&
         first.columns() == second.rows();
}

// The alignment that a preference states for each of a, b, c and d.
struct Preference {
  uint32_t alignment[4] = {256, 256, 256, 256};
};

bool is_aligned(const void* at, uint64_t bytes) { return reinterpret_cast<uintptr_t>(at) % bytes == 0; }

void multiply(const Desc& desc, const Operand& a, const Operand& b, float beta, const void* c, void* d, Layout to) {
  for (size_t j = 0; j < to.columns; j++) {
    for (size_t i = 0; i < to.rows; i++) {
      float sum = 0;
      for (size_t l = 0; l < a.columns(); l++) sum += a.get(i, l) * b.get(l, j);
      size_t at = i + j * static_cast<size_t>(to.ld);
      if (beta != 0) sum += beta * read(c, to.type, at);
      if (desc.epilogue == EPILOGUE_BIAS) sum += read(desc.vector, to.type, i);  // of the result's type
      write(d, to.type, at, sum);
    }
  }
  for (size_t j = 0; desc.epilogue == EPILOGUE_BGRADB && j < to.columns; j++) {
    float sum = 0;
    for (size_t l = 0; l < b.rows(); l++) sum += b.get(l, j);
    static_cast<float*>(desc.vector)[j] = sum;
  }
}

}  // namespace

extern "C" {

int cublasLtCreate(void** handle) {
#if defined(ZENER_BROKEN)
  *handle = nullptr;
  return NOT_INITIALIZED;
#else
  *handle = new int(0);
  return SUCCESS;
#endif
}

int cublasLtDestroy(void* handle) {
  delete static_cast<int*>(handle);
  return SUCCESS;
}

int cublasLtMatmulDescCreate(void** desc, int compute, int scale) {
  if ((compute != COMPUTE_32F && compute != COMPUTE_32F_FAST_TF32) || scale != R_32F) return NOT_SUPPORTED;
  *desc = new Desc{compute == COMPUTE_32F_FAST_TF32};
  return SUCCESS;
}

int cublasLtMatmulDescSetAttribute(void* desc, int attribute, const void* value, size_t bytes) {
  auto* d = static_cast<Desc*>(desc);
  if (attribute == DESC_BIAS_POINTER && bytes == sizeof(void*)) {
    memcpy(&d->vector, value, bytes);
    return SUCCESS;
  }
  int* field = attribute == DESC_TRANSA   ? &d->transpose_a
               : attribute == DESC_TRANSB ? &d->transpose_b
               : attribute == DESC_EPILOGUE ? &d->epilogue
                                            : nullptr;
  if (field == nullptr || bytes != sizeof(int)) return INVALID_VALUE;
  memcpy(field, value, bytes);
  return SUCCESS;
}

int cublasLtMatmulDescDestroy(void* desc) {
  delete static_cast<Desc*>(desc);
  return SUCCESS;
}

int cublasLtMatrixLayoutCreate(void** layout, int type, uint64_t rows, uint64_t columns, int64_t ld) {
  if (ld < static_cast<int64_t>(rows)) return INVALID_VALUE;
  *layout = new Layout{type, rows, columns, ld};
  return SUCCESS;
}

int cublasLtMatrixLayoutDestroy(void* layout) {
  delete static_cast<Layout*>(layout);
  return SUCCESS;
}

int cublasLtMatmulPreferenceCreate(void** preference) {
  *preference = new Preference;
  return SUCCESS;
}

int cublasLtMatmulPreferenceSetAttribute(void* preference, int attribute, const void* value, size_t bytes) {
  if (attribute >= PREFERENCE_ALIGNMENT_A && attribute <= PREFERENCE_ALIGNMENT_D && bytes == sizeof(uint32_t)) {
    memcpy(&static_cast<Preference*>(preference)->alignment[attribute - PREFERENCE_ALIGNMENT_A], value, bytes);
    return SUCCESS;
  }
  return attribute == PREFERENCE_MAX_WORKSPACE_BYTES && bytes == sizeof(uint64_t) ? SUCCESS : INVALID_VALUE;
}

int cublasLtMatmulPreferenceDestroy(void* preference) {
  delete static_cast<Preference*>(preference);
  return SUCCESS;
}

int cublasLtMatmulAlgoGetHeuristic(void*, void* desc, void* a, void* b, void*, void* d, void* preference,
                                   int requested, Heuristic* results, int* found) {
  if (requested < 1) return INVALID_VALUE;
  if (emulation::is_capturing()) return INTERNAL_ERROR;  // as version 13.3 is reported to answer
  *found = fits(*static_cast<Desc*>(desc), *static_cast<Layout*>(a), *static_cast<Layout*>(b),
                *static_cast<Layout*>(d));
  if (!*found) return NOT_SUPPORTED;
  results[0] = Heuristic{};
  for (int i = 0; i < 4; i++) results[0].algorithm.data[i] = static_cast<Preference*>(preference)->alignment[i];
  return SUCCESS;
}

int cublasLtMatmul(void*, void* desc, const void* alpha, const void* a, void* layout_a, const void* b, void* layout_b,
           const void* beta, const void* c, void*, void* d, void* layout_d, const Algorithm* algorithm, void*, size_t,
           cudaStream_t stream) {
  const uint64_t* stated = algorithm->data;
  bool good = is_aligned(a, stated[0]) && is_aligned(b, stated[1]) && is_aligned(c, stated[2]) && is_aligned(d, stated[3]);
  if (!good) return INVALID_VALUE;
  Desc how = *static_cast<Desc*>(desc);
  Layout to = *static_cast<Layout*>(layout_d);
  Operand first{a, *static_cast<Layout*>(layout_a), how.transpose_a == OP_T, how.tf32};
  Operand second{b, *static_cast<Layout*>(layout_b), how.transpose_b == OP_T, how.tf32};
  float scale = *static_cast<const float*>(beta);
  if (*static_cast<const float*>(alpha) != 1 || !fits(how, first.layout, second.layout, to)) return NOT_SUPPORTED;
  emulation::put(stream, [=] { multiply(how, first, second, scale, c, d, to); });
  return SUCCESS;
}

const char* cublasLtGetStatusString(int status) {
  switch (status) {
    case NOT_SUPPORTED: return "CUBLAS_STATUS_NOT_SUPPORTED";
    case INTERNAL_ERROR: return "CUBLAS_STATUS_INTERNAL_ERROR";
    case NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
  }
  return "CUBLAS_STATUS_INVALID_VALUE";
}

size_t cublasLtGetVersion() { return 130002; }

}  // extern "C"
