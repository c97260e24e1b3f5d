#include "speed.h"

#include <chrono>
#include <cmath>
#include <cstdio>

#include "options.h"

namespace {

constexpr int ROUNDS = 9;
constexpr int CALLS = 20;         // of a recording
constexpr double LEAST = 0.01;    // minimum seconds of a round
constexpr double LONG = 0.002;    // seconds of a call from which on it is recorded alone
constexpr double CACHE = 128 << 20;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Speed::Speed() {
  zener_device device;
  CHECK(zener_device_info(&device));
  is_emulated = device.emulated != 0;
  cudaDeviceProp properties;
  if (cudaGetDeviceProperties(&properties, 0) != cudaSuccess) throw Failed("the properties of the device");
  cache = std::max(CACHE, 2.0 * properties.l2CacheSize);
  if (options().once || options().soak > 0) return;
  printf("\n%s, %d multiprocessors, %.0f GiB, cache of %.0f MiB\n", device.name, device.processors,
         device.memory / 1073741824.0, properties.l2CacheSize / 1048576.0);
  ceilings();
  if (is_emulated) printf("emulated: the times below are those of plain C++ and say nothing about a card\n");
  printf("%-44s %10s %10s %9s %8s %10s %8s\n", "kernel", "us", "MiB", "GB/s", "of copy", "GFLOP/s", "of gemm");
}

void Speed::ceilings() {
  size_t bytes = is_emulated ? 1 << 20 : size_t{1} << 30;
  Device<char> from(bytes), to(bytes);
  copied = 2 * bytes / seconds([&](void* s, int) { CHECK(zener_copy(to.at, from.at, bytes, s)); });
  attempt("the ceiling of products", [&] {
    multiplied[0] = product(false);
    multiplied[1] = product(true);
  });
  printf("ceilings: %.0f GB/s copied, %.0f GFLOP/s float32, %.0f GFLOP/s bfloat16\n", copied / 1e9,
         multiplied[0] / 1e9, multiplied[1] / 1e9);
}

int Speed::turns(double bytes) const {
  if (is_emulated || options().once) return 1;
  return static_cast<int>(std::min<double>(CALLS, std::max(1.0, ceil(cache / bytes))));
}

double Speed::seconds(const Call& call) {
  auto timed = [&](const std::function<void()>& work) {
    double start = now();
    work();
    stream.wait();
    return now() - start;
  };
  timed([&] { call(stream.get(), 0); });  // the first call loads code and chooses algorithms
  double alone = timed([&] { call(stream.get(), 0); });
  const int calls = is_emulated || alone > LONG ? 1 : CALLS, rounds = is_emulated ? 1 : ROUNDS;
  Recording recording(stream, [&](void* s) {
    for (int i = 0; i < calls; i++) call(s, i);
  });
  int replays = 1;
  auto round = [&] {
    return timed([&] {
      for (int i = 0; i < replays; i++) recording.replay();
    });
  };
  double once = round();
  if (!is_emulated) replays = std::max(1, static_cast<int>(ceil(LEAST / once)));
  std::vector<double> took;
  for (int i = 0; i < rounds; i++) took.push_back(round() / replays / calls);
  std::nth_element(took.begin(), took.begin() + rounds / 2, took.end());
  return took[rounds / 2];
}

long Speed::repeat(const Call& call) {
  call(stream.get(), 0);  // the first call loads code and chooses algorithms
  stream.wait();
  Recording recording(stream, [&](void* s) {
    for (int i = 0; i < CALLS; i++) call(s, i);
  });
  long calls = 0;
  for (double end = now() + options().soak; now() < end; calls += CALLS) {
    recording.replay();
    stream.wait();
  }
  return calls;
}

double Speed::product(bool bfloat16) {
  const int size = is_emulated ? 32 : 4096;
  const size_t elements = static_cast<size_t>(size) * size;
  std::vector<float> random = normal(elements, 0, 1);
  Device<float> x(random), w(random), y(elements), bias(static_cast<size_t>(size));
  Device<uint16_t> x16(elements), w16(elements);
  CHECK(zener_round(x.at, elements, x16.at, stream.get()));
  CHECK(zener_round(w.at, elements, w16.at, stream.get()));
  Device<char> workspace(zener_linear_workspace());
  Products products;
  zener_type type = bfloat16 ? ZENER_BFLOAT16 : ZENER_FLOAT32;
  zener_linear_shape shape{size, size, size, 0, 0, type, ZENER_FLOAT32};
  double took = seconds([&](void* s, int) {
    CHECK(zener_linear_forward(products.get(), shape, bfloat16 ? static_cast<void*>(x16.at) : x.at,
                               bfloat16 ? static_cast<void*>(w16.at) : w.at, bias.at, nullptr, nullptr, y.at,
                               workspace.at, s));
  });
  return 2.0 * size * elements / took;
}

void Speed::line(const std::string& kernel, Work work, const Call& call) {
  attempt(kernel, [&] {
    if (options().once) {
      call(stream.get(), 0);
      stream.wait();
      return;
    }
    if (options().soak > 0) {
      printf("%s: %ld calls\n", kernel.c_str(), repeat(call));
      return;
    }
    double took = seconds(call);
    printf("%-44s %10.1f %10.2f %9.1f %6.0f %%", kernel.c_str(), 1e6 * took, work.bytes / (1 << 20),
           work.bytes / took / 1e9, 100 * work.bytes / took / copied);
    double most = multiplied[work.bfloat16 ? 1 : 0];
    if (work.flops > 0) printf(" %10.1f", work.flops / took / 1e9);
    if (work.flops > 0 && most > 0) printf(" %6.0f %%", 100 * work.flops / took / most);
    printf("\n");
  });
}
