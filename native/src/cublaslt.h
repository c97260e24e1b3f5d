// Declarations of the functions of cuBLASLt that Zener calls. The build therefore needs no header of
// cuBLASLt, and the library is loaded at run time. Numbers and layouts are those of its
// documentation, which are the same in versions 11, 12 and 13.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace zener::lt {

enum Status {
  SUCCESS = 0,
  NOT_INITIALIZED = 1,
  NOT_ALLOCATED = 3,
  INVALID_VALUE = 7,
  INTERNAL_ERROR = 14,
  NOT_SUPPORTED = 15
};
enum DataType { R_32F = 0, R_16BF = 14 };
enum ComputeType { COMPUTE_32F = 68, COMPUTE_32F_FAST_TF32 = 77 };
enum Operation { OP_N = 0, OP_T = 1 };
enum DescAttribute { DESC_TRANSA = 3, DESC_TRANSB = 4, DESC_EPILOGUE = 7, DESC_BIAS_POINTER = 8 };
enum Epilogue { EPILOGUE_DEFAULT = 1, EPILOGUE_BIAS = 4, EPILOGUE_BGRADB = 512 };
enum PreferenceAttribute {
  PREFERENCE_MAX_WORKSPACE_BYTES = 1,
  PREFERENCE_ALIGNMENT_A = 5,  // the least alignment of the operands in bytes; 256 if not set
  PREFERENCE_ALIGNMENT_B = 6,
  PREFERENCE_ALIGNMENT_C = 7,
  PREFERENCE_ALIGNMENT_D = 8
};

struct Algorithm {
  uint64_t data[8];
};

struct Heuristic {
  Algorithm algorithm;
  size_t workspace;
  int state;
  float waves;
  int reserved[4];
};

// Objects of the library are opaque. Every function except the last two returns a status.
struct Api {
  int (*create)(void** handle);
  int (*destroy)(void* handle);
  int (*desc_create)(void** desc, int compute, int scale);
  int (*desc_set)(void* desc, int attribute, const void* value, size_t bytes);
  int (*desc_destroy)(void* desc);
  int (*layout_create)(void** layout, int type, uint64_t rows, uint64_t columns, int64_t ld);
  int (*layout_destroy)(void* layout);
  int (*preference_create)(void** preference);
  int (*preference_set)(void* preference, int attribute, const void* value, size_t bytes);
  int (*preference_destroy)(void* preference);
  int (*heuristic)(void* handle, void* desc, void* a, void* b, void* c, void* d, void* preference, int requested,
                   Heuristic* results, int* found);
  int (*matmul)(void* handle, void* desc, const void* alpha, const void* a, void* layout_a, const void* b,
                void* layout_b, const void* beta, const void* c, void* layout_c, void* d, void* layout_d,
                const Algorithm* algorithm, void* workspace, size_t bytes, cudaStream_t stream);
  const char* (*status_string)(int status);
  size_t (*version)();
  std::string file;  // from which the functions were loaded
};

// Loads the library once: from the file or folder `path` if given, else from that in the environment variable
// ZENER_CUBLASLT, else from the first of the usual places that has one that can be used. Returns null if there is
// none; `story` then lists what was tried.
const Api* find(const char* path, std::string* story);

}  // namespace zener::lt
