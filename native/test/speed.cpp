#include "speed.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "zener.h"

namespace {

constexpr int ROUNDS = 5;
constexpr double LEAST = 0.02;  // minimum seconds of a round

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Speed::Speed() {
  zener_device device;
  CHECK(zener_device_info(&device));
  is_emulated = device.emulated != 0;
  printf("\n%s, compute capability %d.%d, %d multiprocessors, %.0f GiB, driver for CUDA %d.%d, built with %d.%d\n",
         device.name, device.major, device.minor, device.processors, device.memory / 1e9 / 1.073741824,
         device.driver / 1000, device.driver % 1000 / 10, device.runtime / 1000, device.runtime % 1000 / 10);
  size_t bytes = is_emulated ? 1 << 20 : size_t{1} << 30;
  Device<char> from(bytes), to(bytes);
  copied = 2 * bytes / seconds([&](void* s) { CHECK(zener_copy(to.at, from.at, bytes, s)); });
  multiplied[0] = product(false);
  if (device.major >= 8) multiplied[1] = product(true);
  printf("ceilings: %.0f GB/s copied, %.0f GFLOP/s float32, %.0f GFLOP/s bfloat16\n", copied / 1e9,
         multiplied[0] / 1e9, multiplied[1] / 1e9);
  if (is_emulated) printf("emulated: the times below are those of plain C++ and say nothing about a card\n");
  printf("%-44s %10s %10s %9s %8s %10s %8s\n", "kernel", "us", "MiB", "GB/s", "of copy", "GFLOP/s", "of gemm");
}

double Speed::seconds(const std::function<void(void*)>& call) {
  const int calls = is_emulated ? 1 : 20;
  call(stream.get());  // the first call loads code and chooses algorithms
  stream.wait();
  CHECK(zener_record_begin(stream.get()));
  for (int i = 0; i < calls; i++) call(stream.get());
  void* recording;
  CHECK(zener_record_end(stream.get(), &recording));
  int replays = 1;
  double best = INFINITY;
  for (int round = 0; round < (is_emulated ? 1 : ROUNDS); round++) {
    double took = 0;
    do {
      double start = now();
      for (int i = 0; i < replays; i++) CHECK(zener_replay(recording, stream.get()));
      stream.wait();
      took = now() - start;
      if (took < LEAST && !is_emulated) replays *= 2;
    } while (took < LEAST && !is_emulated);
    best = std::min(best, took / replays / calls);
  }
  CHECK(zener_recording_close(recording));
  return best;
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
  Products opened;
  zener_linear* linear = opened.get();
  zener_type type = bfloat16 ? ZENER_BFLOAT16 : ZENER_FLOAT32;
  zener_linear_shape shape{size, size, size, 0, 0, type, ZENER_FLOAT32};
  double took = seconds([&](void* s) {
    CHECK(zener_linear_forward(linear, shape, bfloat16 ? static_cast<void*>(x16.at) : x.at,
                               bfloat16 ? static_cast<void*>(w16.at) : w.at, bias.at, nullptr, nullptr, y.at,
                               workspace.at, s));
  });
  return 2.0 * size * elements / took;
}

void Speed::line(const std::string& kernel, Work work, const std::function<void(void*)>& call) {
  double took = seconds(call);
  printf("%-44s %10.1f %10.2f %9.1f %6.0f %%", kernel.c_str(), 1e6 * took, work.bytes / (1 << 20),
         work.bytes / took / 1e9, 100 * work.bytes / took / copied);
  if (work.flops > 0) {
    double rate = work.flops / took;
    printf(" %10.1f %6.0f %%", rate / 1e9, 100 * rate / multiplied[work.bfloat16 ? 1 : 0]);
  }
  printf("\n");
}
