#include "check.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>

#include "options.h"
#include "zener.h"

static int compared = 0, failed = 0;

static void cuda(cudaError_t error, const char* what) {
  if (error == cudaSuccess) return;
  cudaGetLastError();  // or the next call would report it again
  throw Failed(std::string(what) + ": " + cudaGetErrorString(error));
}

void check_call(int code, const char* what) {
  if (code == 0) return;
  std::string message = zener_error();
  cudaGetLastError();
  std::string call(what);
  throw Failed(call.substr(0, call.find('(')) + ": " + message);
}

// Whether memory can still be allocated and copied.
static bool works() {
  try {
    std::vector<int32_t> sent{1, 2, 3};
    return Device<int32_t>(sent).host() == sent;
  } catch (const Failed&) {
    return false;
  }
}

void attempt(const std::string& what, const std::function<void()>& part) {
  try {
    part();
    return;
  } catch (const Failed& error) {
    printf("FAILED %s: %s\n", what.c_str(), error.what());
    compared++;
    failed++;
    if (!works()) throw DeviceLost(error.what());
  }
}

std::vector<float> normal(size_t count, float mean, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> distribution(mean, 1);
  std::vector<float> numbers(count);
  for (auto& number : numbers) number = distribution(random);
  return numbers;
}

static void result(const std::string& what, bool good, double difference, double allowed) {
  compared++;
  failed += good ? 0 : 1;
  if (good && !options().verbose) return;
  printf("%s %s: difference %.2g, allowed %.2g\n", good ? "  good" : "FAILED", what.c_str(), difference, allowed);
}

void close(const std::string& what, const std::vector<float>& found, const std::vector<double>& expected,
           double tolerance) {
  double largest = 0, difference = found.size() == expected.size() ? 0 : INFINITY;
  for (double number : expected) largest = fmax(largest, fabs(number));
  for (size_t i = 0; i < expected.size() && i < found.size(); i++) {
    double off = fabs(found[i] - expected[i]);
    difference = off <= difference ? difference : off;  // also if `off` is NaN
  }
  result(what, difference <= tolerance * largest, difference, tolerance * largest);
}

void same(const std::string& what, const std::vector<float>& found, const std::vector<float>& expected) {
  bool equal = found.size() == expected.size() &&
               memcmp(found.data(), expected.data(), found.size() * sizeof(float)) == 0;
  result(what, equal, equal ? 0 : 1, 0);
}

int comparisons() { return compared; }

int failures() { return failed; }

void* allocate(size_t bytes) {
  void* at = nullptr;
  cuda(cudaMalloc(&at, bytes), "cudaMalloc");
  return at;
}

void release(void* at) { cudaFree(at); }

static void copy(void* to, const void* from, size_t bytes, cudaMemcpyKind kind) {
  cuda(cudaMemcpyAsync(to, from, bytes, kind, nullptr), "cudaMemcpyAsync");
  cuda(cudaStreamSynchronize(nullptr), "cudaStreamSynchronize");
}

void upload(void* to, const void* from, size_t bytes) { copy(to, from, bytes, cudaMemcpyHostToDevice); }

void download(void* to, const void* from, size_t bytes) { copy(to, from, bytes, cudaMemcpyDeviceToHost); }

Stream::Stream() { cuda(cudaStreamCreate(&stream), "cudaStreamCreate"); }

Stream::~Stream() { cudaStreamDestroy(stream); }

void Stream::wait() { cuda(cudaStreamSynchronize(stream), "waiting for the kernels"); }

Recording::Recording(Stream& stream, const std::function<void(void*)>& work) : stream(stream) {
  CHECK(zener_record_begin(stream.get()));
  try {
    work(stream.get());
  } catch (const Failed&) {
    // A stream that records can do nothing else.
    if (zener_record_end(stream.get(), &graph) == 0) zener_recording_close(graph);
    cudaGetLastError();
    throw;
  }
  CHECK(zener_record_end(stream.get(), &graph));
}

Recording::~Recording() {
  if (graph != nullptr) zener_recording_close(graph);
}

void Recording::replay() { CHECK(zener_replay(graph, stream.get())); }

Products::Products() {
  const std::string& path = options().cublaslt;
  CHECK(zener_linear_open(path.empty() ? nullptr : path.c_str(), &linear));
}

Products::~Products() { zener_linear_close(linear); }
