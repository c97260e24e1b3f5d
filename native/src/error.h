// Sets the message that zener_error() returns.
#pragma once

#include <cuda_runtime.h>

namespace zener {

// Stores the message "OP(SIZES): CUDA's message" for this thread if there is an error. Returns the
// error code.
int report(cudaError_t error, const char* format, ...) __attribute__((format(printf, 2, 3)));

// Stores a message that is not CUDA's for this thread. Returns the code.
int report_words(int code, const char* format, ...) __attribute__((format(printf, 2, 3)));

}  // namespace zener
