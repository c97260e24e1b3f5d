// Code that the native tests share: device memory, a stream and comparisons.
#pragma once

#include <cuda_runtime.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

struct zener_linear;

// A call returned an error. The comparison that made the call has failed, and the next one runs.
struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// After an error, the device refuses every further call of this process.
struct DeviceLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws Failed with zener_error() unless the call returned 0.
void check_call(int code, const char* what);
#define CHECK(call) check_call(call, #call)

// Runs a part of a test and counts a call that fails as one failed comparison. Throws DeviceLost if the
// device cannot be used after that.
void attempt(const std::string& what, const std::function<void()>& part);
#define ATTEMPT(...) attempt(#__VA_ARGS__, [&] { __VA_ARGS__; })

// Standard normal numbers plus a mean. The same seed gives the same numbers.
std::vector<float> normal(size_t count, float mean, unsigned seed);

// Counts a failure unless |found - expected| <= tolerance times the largest |expected|.
void close(const std::string& what, const std::vector<float>& found, const std::vector<double>& expected,
           double tolerance);

// Counts a failure unless all bits are equal.
void same(const std::string& what, const std::vector<float>& found, const std::vector<float>& expected);

// The comparisons so far, and those that failed.
int comparisons();
int failures();

void* allocate(size_t bytes);
void release(void* at);  // ignores errors: those of earlier work are reported by waiting for it
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
  Stream(const Stream&) = delete;
  void* get() const { return stream; }
  void wait();

 private:
  cudaStream_t stream = nullptr;
};

// Work that is recorded once and replayed. If an error ends its scope early, the stream is left usable.
class Recording {
 public:
  Recording(Stream& stream, const std::function<void(void*)>& work);
  ~Recording();
  Recording(const Recording&) = delete;
  void replay();

 private:
  Stream& stream;
  void* graph = nullptr;
};

// A handle for products, with the cuBLASLt that the options name.
class Products {
 public:
  Products();
  ~Products();
  Products(const Products&) = delete;
  zener_linear* get() const { return linear; }

 private:
  zener_linear* linear = nullptr;
};
