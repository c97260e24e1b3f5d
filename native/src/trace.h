// Writes the calls that Java makes to a file, which zener_replay repeats. Addresses become numbers of allocations with
// offsets, so that the calls can be repeated in another process and on another device.
//
// The file is a list of lines; some are followed by raw bytes:
//   zener trace 1
//   allocate ALLOCATION BYTES
//   upload ALLOCATION+OFFSET BYTES fill WORD           every 4 bytes are this hexadecimal number
//   upload ALLOCATION+OFFSET BYTES random              not written; the replay takes random numbers
//   upload ALLOCATION+OFFSET BYTES bytes POINTERS      followed by the bytes, and then by so many lines:
//   pointer OFFSET ALLOCATION+OFFSET                   the address to be put at an offset of the bytes
//   download ALLOCATION+OFFSET BYTES bytes             followed by the bytes that are expected
//   download ALLOCATION+OFFSET BYTES none              nothing is expected
//   call FUNCTION ARGUMENT...                          a function of zener.h without its prefix
// Arguments are numbers, the fields of structs, addresses (- is null), `linear` and `stream`.
#pragma once

#include <cstddef>
#include <string>

#include "zener.h"

namespace zener::trace {

// Starts writing. Without `values`, nothing is computed: memory is not allocated, downloads are zero, and large
// uploads of floating-point numbers are written as random. Returns 0 or an error code.
int begin(const char* path, bool values);

// Stops writing. Returns 0, or an error code if not everything could be written.
int end();

// The calls for memory, which are always made through these functions, so that allocations are known.
int allocate(size_t bytes, void** at);
int release(void* at);
int upload(void* to, const void* from, size_t bytes, void* stream);
int download(void* to, const void* from, size_t bytes, void* stream);

bool is_on();
bool computes();
void line(const std::string& text);

std::string word(const void* at);
inline std::string word(const zener_linear*) { return "linear"; }
std::string word(double number);
inline std::string word(int number) { return std::to_string(number); }
inline std::string word(size_t number) { return std::to_string(number); }
inline std::string word(zener_type type) { return std::to_string(static_cast<int>(type)); }
std::string word(const zener_linear_shape& shape);
std::string word(const zener_terms& terms);
std::string word(const zener_term_gradients& gradients);
std::string word(const zener_adamw_settings& settings);

// A function of zener.h whose calls are written.
template <typename... Parameters>
struct Traced {
  const char* name;
  int (*function)(Parameters...);

  int operator()(Parameters... arguments) const {
    if (is_on()) {
      std::string text = std::string("call ") + name;
      ((text += " " + word(arguments)), ...);
      line(text);
    }
    return computes() ? function(arguments...) : 0;
  }
};

template <typename... Parameters>
Traced<Parameters...> traced(const char* name, int (*function)(Parameters...)) {
  return {name, function};
}

}  // namespace zener::trace
