// Code that the native tests share: device memory, a stream and comparisons.
#pragma once

#include <cuda_runtime.h>

#include <string>
#include <vector>

// Prints zener_error() and ends the program unless the call returned 0.
void check_call(int code, const char* what);
#define CHECK(call) check_call(call, #call)

// Standard normal numbers plus a mean. The same seed gives the same numbers.
std::vector<float> normal(size_t count, float mean, unsigned seed);

// Counts a failure unless |found - expected| <= tolerance times the largest |expected|.
void close(const std::string& what, const std::vector<float>& found, const std::vector<double>& expected,
           double tolerance);

// Counts a failure unless all bits are equal.
void same(const std::string& what, const std::vector<float>& found, const std::vector<float>& expected);

// The number of comparisons that failed.
int failures();

void* allocate(size_t bytes);
void release(void* at);
void upload(void* to, const void* from, size_t bytes);
void download(void* to, const void* from, size_t bytes);

template <typename T>
struct Device {
  T* const at;
  const size_t count;

  explicit Device(size_t count) : at(static_cast<T*>(allocate(count * sizeof(T)))), count(count) {}
  explicit Device(const std::vector<T>& contents) : Device(contents.size()) {
    upload(at, contents.data(), count * sizeof(T));
  }
  ~Device() { release(at); }
  Device(const Device&) = delete;

  std::vector<T> host() const {
    std::vector<T> contents(count);
    download(contents.data(), at, count * sizeof(T));
    return contents;
  }
};

class Stream {
 public:
  Stream();
  ~Stream();
  void* get() const { return stream; }
  void wait();

 private:
  cudaStream_t stream;
};
