// What zener_error() tells.
#pragma once

#include <cuda_runtime.h>

namespace zener {

// Keeps the message "OP(SIZES): CUDA's words" for this thread if there was an error. Returns it.
int report(cudaError_t error, const char* format, ...) __attribute__((format(printf, 2, 3)));

// Keeps a message of our own for this thread. Returns the code.
int report_words(int code, const char* format, ...) __attribute__((format(printf, 2, 3)));

}  // namespace zener
