#include "error.h"

#include <cstdarg>
#include <cstdio>

#include "zener.h"

namespace zener {

static thread_local char message[4096] = "no error";

int report(cudaError_t error, const char* format, ...) {
  if (error == cudaSuccess) return 0;
  cudaGetLastError();  // or the next kernel's launcher would report this error again
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  if (length >= 0 && length < static_cast<int>(sizeof message)) {
    snprintf(message + length, sizeof message - length, ": %s (CUDA error %d)", cudaGetErrorString(error),
             static_cast<int>(error));
  }
  return static_cast<int>(error);
}

int report_words(int code, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  return code;
}

}  // namespace zener

const char* zener_error() { return zener::message; }
