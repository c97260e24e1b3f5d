// Compares every kernel with a reference in double, then prints how long each takes. options.cpp explains
// the options and the exit code.
#include <algorithm>
#include <cstdio>

#include "check.h"
#include "options.h"
#include "zener.h"

void test_attention();
void test_concat();
void test_crf();
void test_dropout();
void test_elementwise();
void test_embedding();
void test_layernorm();
void test_linear();
void test_losses();
void test_lstm();
void test_mmd();
void test_optimiser();
void test_recorded_first();
void test_rows();
void print_speed();

namespace {

struct Op {
  const char* name;
  void (*test)();
};

const Op OPS[] = {{"elementwise", test_elementwise}, {"rows", test_rows},           {"dropout", test_dropout},
                  {"embedding", test_embedding},     {"layernorm", test_layernorm}, {"linear", test_linear},
                  {"lstm", test_lstm},               {"attention", test_attention}, {"losses", test_losses},
                  {"mmd", test_mmd},                 {"optimiser", test_optimiser}, {"concat", test_concat},
                  {"crf", test_crf}};

bool is_known(const std::string& name) {
  return std::any_of(std::begin(OPS), std::end(OPS), [&](const Op& op) { return name == op.name; });
}

// Runs a test and prints one line about it.
void run(const std::string& name, void (*test)()) {
  int compared = comparisons(), failed = failures();
  auto print = [&] {
    failed = failures() - failed;
    compared = comparisons() - compared;
    printf("%s %s: %d comparisons, %d failed\n", failed == 0 ? "ok" : "FAILED", name.c_str(), compared, failed);
  };
  try {
    attempt(name, test);
  } catch (const DeviceLost&) {
    print();
    throw;
  }
  print();
}

void print_library() { printf("%s\n", zener_linear_library(Products().get())); }

void run_all() {
  if (options().find) {
    attempt("finding cuBLASLt", print_library);
    return;
  }

  if (options().recorded_first) {
    run("recorded-first", test_recorded_first);
    return;
  }
  for (const Op& op : OPS) {
    if (options().checks && is_wanted(op.name)) run(op.name, op.test);
  }
  if (options().times) print_speed();
}

}  // namespace

int main(int count, char** arguments) {
  setvbuf(stdout, nullptr, _IOLBF, 0);  // a crash must not lose lines
  Options given;
  if (!read_options(count, arguments, &given)) return 2;
  for (const std::string& name : given.only) {
    if (is_known(name)) continue;
    fprintf(stderr, "--only %s: there is no such op; --list prints the names\n", name.c_str());
    return 2;
  }
  if (given.list) {
    for (const Op& op : OPS) printf("%s\n", op.name);
    return 0;
  }
  zener_device device;
  if (zener_device_info(&device) != 0) {
    printf("FAILED %s\n", zener_error());
    return 1;
  }
  printf("%s, compute capability %d.%d, driver for CUDA %d.%d, built with %d.%d\n", device.name, device.major,
         device.minor, device.driver / 1000, device.driver % 1000 / 10, device.runtime / 1000,
         device.runtime % 1000 / 10);
  bool lost = false;
  try {
    run_all();
  } catch (const DeviceLost& error) {
    printf("FAILED the device cannot be used after this error, so what follows was not run: %s\n", error.what());
    lost = true;
  }
  printf("%d comparisons, %d failures\n", comparisons(), failures());
  return lost ? 3 : failures() == 0 ? 0 : 1;
}
