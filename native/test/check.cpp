#include "check.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "zener.h"

static int failed = 0;

static void cuda(cudaError_t error, const char* what) {
  if (error == cudaSuccess) return;
  fprintf(stderr, "%s: %s\n", what, cudaGetErrorString(error));
  exit(1);
}

void check_call(int code, const char* what) {
  if (code == 0) return;
  fprintf(stderr, "%s\n  %s\n", what, zener_error());
  exit(1);
}

std::vector<float> normal(size_t count, float mean, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> distribution(mean, 1);
  std::vector<float> numbers(count);
  for (auto& number : numbers) number = distribution(random);
  return numbers;
}

static void result(const std::string& what, bool good, double difference, double allowed) {
  printf("%s %s: difference %.2g, allowed %.2g\n", good ? "  good" : "FAILED", what.c_str(), difference, allowed);
  failed += good ? 0 : 1;
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

int failures() { return failed; }

void* allocate(size_t bytes) {
  void* at = nullptr;
  cuda(cudaMalloc(&at, bytes), "cudaMalloc");
  return at;
}

void release(void* at) { cuda(cudaFree(at), "cudaFree"); }

static void copy(void* to, const void* from, size_t bytes, cudaMemcpyKind kind) {
  cuda(cudaMemcpyAsync(to, from, bytes, kind, nullptr), "cudaMemcpyAsync");
  cuda(cudaStreamSynchronize(nullptr), "cudaStreamSynchronize");
}

void upload(void* to, const void* from, size_t bytes) { copy(to, from, bytes, cudaMemcpyHostToDevice); }

void download(void* to, const void* from, size_t bytes) { copy(to, from, bytes, cudaMemcpyDeviceToHost); }

Stream::Stream() { cuda(cudaStreamCreate(&stream), "cudaStreamCreate"); }

Stream::~Stream() { cuda(cudaStreamDestroy(stream), "cudaStreamDestroy"); }

void Stream::wait() { cuda(cudaStreamSynchronize(stream), "cudaStreamSynchronize"); }
