// zener_replay FILE: repeats the calls of a trace (src/trace.h), which StepDump of ../benchmarks writes, on this device:
// once call by call, then again, then as a recording. It compares the results with those in the file and the bits of the
// three runs, and prints the times of a step.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <sstream>
#include <tuple>
#include <type_traits>

#include "check.h"
#include "options.h"
#include "zener.h"

namespace {

using Bytes = std::vector<char>;

constexpr size_t TILE = 1 << 20;       // bytes of the random numbers, which are repeated
constexpr double TOLERANCE = 1e-3;     // relative to the largest number of a result
constexpr double STEP = 1e-4;          // differences of weights whose first step has the other sign
constexpr int ROUNDS = 20;

struct Upload {
  char* to;
  size_t bytes;
  Bytes contents;  // empty: random
};

struct Download {
  std::string name;
  char* from;
  size_t bytes;
  Bytes expected;  // empty: unknown
};

// The file: memory, what is put there, the calls, and what is read.
class Trace {
 public:
  Trace(const std::string& path, zener_linear* linear, void* stream)
      : file(path, std::ios::binary), linear(linear), stream(stream) {
    if (!file) throw Failed(path + " cannot be read");
    next();
    if (text != "zener trace 1") throw Failed(path + " is not a trace of this version: " + text.substr(0, 80));
    while (next()) read();
    if (calls.empty()) throw Failed(path + " contains no calls");
  }

  ~Trace() {
    for (auto& block : blocks) release(block.second);
  }

  Trace(const Trace&) = delete;

  std::vector<Upload> uploads;
  std::vector<std::function<int()>> calls;
  std::vector<Download> downloads;

 private:
  bool next() {
    number++;
    words.clear();
    if (!std::getline(file, text)) return false;
    words.str(text);
    return true;
  }

  [[noreturn]] void wrong() {
    throw Failed("line " + std::to_string(number) + " cannot be read: " + text.substr(0, 200));
  }

  template <typename T>
  T take() {
    T value;
    if (!(words >> value)) wrong();
    return value;
  }

  char* address() {
    std::string word = take<std::string>();
    if (word == "-") return nullptr;
    if (word == "stream") return static_cast<char*>(stream);
    size_t plus = word.find('+');
    auto block = blocks.find(atoi(word.c_str()));
    if (plus == std::string::npos || block == blocks.end()) wrong();
    return static_cast<char*>(block->second) + strtoull(word.c_str() + plus + 1, nullptr, 10);
  }

  Bytes raw(size_t bytes) {
    Bytes contents(bytes);
    if (!file.read(contents.data(), static_cast<std::streamsize>(bytes))) throw Failed("the file ends too early");
    return contents;
  }

  void read() {
    std::string kind = take<std::string>();
    if (kind == "allocate") {
      int block = take<int>();
      blocks[block] = allocate(take<size_t>());
    } else if (kind == "upload") {
      read_upload();
    } else if (kind == "download") {
      std::string name = words.str().substr(words.tellg());
      char* from = address();
      size_t bytes = take<size_t>();
      downloads.push_back({"result" + name, from, bytes, take<std::string>() == "bytes" ? raw(bytes) : Bytes()});
    } else if (kind == "call") {
      read_call();
    } else {
      wrong();
    }
  }

  void read_upload() {
    char* to = address();
    size_t bytes = take<size_t>();
    std::string kind = take<std::string>();
    Bytes contents;
    if (kind == "fill") {
      uint32_t word = static_cast<uint32_t>(strtoul(take<std::string>().c_str(), nullptr, 16));
      contents.resize(bytes);
      for (size_t i = 0; i + 4 <= bytes; i += 4) memcpy(&contents[i], &word, 4);
    } else if (kind == "bytes") {
      int pointers = take<int>();
      contents = raw(bytes);
      for (int i = 0; i < pointers; i++) {
        if (!next() || take<std::string>() != "pointer") wrong();
        size_t offset = take<size_t>();
        char* at = address();
        memcpy(&contents.at(offset), &at, sizeof at);
      }
    }
    uploads.push_back({to, bytes, std::move(contents)});
  }

  // Arguments, by type.
  template <typename T>
  T argument() {
    if constexpr (std::is_same_v<T, zener_linear*>) {
      take<std::string>();
      return linear;
    } else if constexpr (std::is_pointer_v<T>) {
      return reinterpret_cast<T>(address());
    } else if constexpr (std::is_same_v<T, zener_type>) {
      return static_cast<zener_type>(take<int>());
    } else if constexpr (std::is_same_v<T, zener_linear_shape>) {
      zener_linear_shape s{};
      for (int* field : {&s.rows, &s.inputs, &s.outputs, &s.gelu, &s.tf32}) *field = take<int>();
      s.operands = argument<zener_type>();
      s.result = argument<zener_type>();
      return s;
    } else if constexpr (std::is_same_v<T, zener_adamw_settings>) {
      zener_adamw_settings s{};
      for (double* field : {&s.beta1, &s.beta2, &s.epsilon, &s.max_norm}) *field = take<double>();
      return s;
    } else if constexpr (std::is_same_v<T, zener_terms>) {
      zener_terms t{};
      t.fixed = take<int>();
      t.weighted = take<int>();
      t.beta = take<float>();
      t.omega = argument<const float*>();
      for (int i = 0; i < ZENER_MOST_TERMS; i++) {
        t.coefficients[i] = take<float>();
        t.fixed_terms[i] = argument<const float*>();
        t.weighted_terms[i] = argument<const float*>();
      }
      return t;
    } else if constexpr (std::is_same_v<T, zener_term_gradients>) {
      zener_term_gradients g{};
      g.omega = argument<float*>();
      for (int i = 0; i < ZENER_MOST_TERMS; i++) {
        g.fixed_terms[i] = argument<float*>();
        g.weighted_terms[i] = argument<float*>();
      }
      return g;
    } else {
      return take<T>();
    }
  }

  template <typename... Parameters>
  void bind(int (*function)(Parameters...)) {
    std::tuple<Parameters...> arguments{argument<Parameters>()...};  // in this order, thanks to the braces
    calls.push_back([=] { return std::apply(function, arguments); });
  }

  void read_call() {
    static const std::map<std::string, std::function<void(Trace&)>> FUNCTIONS{
#define FUNCTION(name) {#name, [](Trace& trace) { trace.bind(zener_##name); }}
        FUNCTION(copy),
        FUNCTION(zero),
        FUNCTION(sum),
        FUNCTION(round),
        FUNCTION(widen),
        FUNCTION(linear_forward),
        FUNCTION(linear_backward),
        FUNCTION(lstm_forward),
        FUNCTION(lstm_backward),
        FUNCTION(mmd_forward),
        FUNCTION(mmd_backward),
        FUNCTION(dropout),
        FUNCTION(layernorm_forward),
        FUNCTION(layernorm_backward),
        FUNCTION(rows_forward),
        FUNCTION(rows_backward),
        FUNCTION(embedding_forward),
        FUNCTION(embedding_backward),
        FUNCTION(crossentropy_forward),
        FUNCTION(crossentropy_backward),
        FUNCTION(softmse_forward),
        FUNCTION(softmse_backward),
        FUNCTION(concat_forward),
        FUNCTION(concat_backward),
        FUNCTION(crf_forward),
        FUNCTION(crf_backward),
        FUNCTION(crf_marginals),
        FUNCTION(crf_viterbi),
        FUNCTION(weightedsum_forward),
        FUNCTION(weightedsum_backward),
        FUNCTION(attention_forward),
        FUNCTION(attention_backward),
        FUNCTION(globalnorm),
        FUNCTION(adamw),
    };
    auto function = FUNCTIONS.find(take<std::string>());
    if (function == FUNCTIONS.end()) wrong();
    function->second(*this);
  }

  std::ifstream file;
  std::string text;
  std::istringstream words;
  int number = 0;
  zener_linear* linear;
  void* stream;
  std::map<int, void*> blocks;
};

Bytes random_tile() {
  std::vector<float> numbers = normal(TILE / sizeof(float), 0, 1);
  for (float& value : numbers) value *= 0.02f;  // as BERT's weights are before training
  Bytes tile(TILE);
  memcpy(tile.data(), numbers.data(), TILE);
  return tile;
}

// Puts everything into the memory again, because a step changes weights.
void fill(const Trace& trace) {
  static const Bytes tile = random_tile();
  for (const Upload& u : trace.uploads) {
    if (!u.contents.empty() || u.bytes == 0) {
      upload(u.to, u.contents.data(), u.bytes);
      continue;
    }
    for (size_t at = 0; at < u.bytes; at += TILE) upload(u.to + at, tile.data(), std::min(TILE, u.bytes - at));
  }
}

void call_all(const Trace& trace) {
  for (const auto& call : trace.calls) check_call(call(), "call");
}

std::vector<Bytes> results(const Trace& trace) {
  std::vector<Bytes> all;
  for (const Download& d : trace.downloads) {
    all.emplace_back(d.bytes);
    download(all.back().data(), d.from, d.bytes);
  }
  return all;
}

std::vector<float> floats(const Bytes& bytes) {
  std::vector<float> numbers(bytes.size() / sizeof(float));
  memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(float));
  return numbers;
}

// Compares with the file. A weight whose gradient is nearly 0 may move to the other side than in the file, by the
// learning rate, so small differences are always allowed.
void compare_values(const Trace& trace, const std::vector<Bytes>& found) {
  for (size_t i = 0; i < found.size(); i++) {
    const Download& d = trace.downloads[i];
    std::vector<float> numbers = floats(found[i]), expected = floats(d.expected);
    if (d.expected.empty()) continue;
    double largest = STEP / TOLERANCE;
    for (float value : expected) largest = std::fmax(largest, std::fabs(value));
    std::vector<double> all(expected.begin(), expected.end());
    all.push_back(largest);  // makes the allowed difference TOLERANCE of it
    numbers.push_back(static_cast<float>(largest));
    close(d.name, numbers, all, TOLERANCE);
  }
}

void compare_bits(const std::string& what, const Trace& trace, const std::vector<Bytes>& found,
                  const std::vector<Bytes>& expected) {
  for (size_t i = 0; i < found.size(); i++) {
    same(what + " " + trace.downloads[i].name, floats(found[i]), floats(expected[i]));
  }
}

// Median time in milliseconds.
double time_of(Stream& stream, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < ROUNDS; i++) {
    stream.wait();
    auto begin = std::chrono::steady_clock::now();
    work();
    stream.wait();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  std::nth_element(times.begin(), times.begin() + ROUNDS / 2, times.end());
  return times[ROUNDS / 2];
}

void replay(const std::string& path, bool times) {
  Products products;
  Stream stream;
  Trace trace(path, products.get(), stream.get());
  printf("%zu calls, %zu uploads, %zu results\n", trace.calls.size(), trace.uploads.size(), trace.downloads.size());
  auto run = [&](const std::function<void()>& work) {
    fill(trace);
    work();
    stream.wait();
    return results(trace);
  };
  auto all = [&] { call_all(trace); };
  std::vector<Bytes> first = run(all);
  compare_values(trace, first);
  compare_bits("again", trace, run(all), first);
  Recording recording(stream, [&](void*) { call_all(trace); });
  auto repeat = [&] { recording.replay(); };
  compare_bits("recorded", trace, run(repeat), first);
  compare_bits("recorded again", trace, run(repeat), first);
  if (!times) return;
  double eager = time_of(stream, all), recorded = time_of(stream, repeat);
  printf("a step takes %.3f ms call by call and %.3f ms as a recording\n", eager, recorded);
}

}  // namespace

int main(int count, char** arguments) {
  setvbuf(stdout, nullptr, _IOLBF, 0);
  std::string path, option;
  for (int i = 1; i < count; i++) (arguments[i][0] == '-' ? option : path) = arguments[i];
  if (path.empty() || count > 3 || (!option.empty() && option != "--checks" && option != "--verbose")) {
    fprintf(stderr,
            "usage: zener_replay [--checks | --verbose] FILE\n"
            "Repeats the calls in a file of StepDump (README.md), compares and times them.\n"
            "  --checks   no times\n"
            "  --verbose  also print the comparisons that are good\n"
            "ZENER_CUBLASLT names the file or folder of cuBLASLt. The exit code is that of zener_test.\n");
    return 2;
  }
  Options options;
  options.verbose = option == "--verbose";
  set_options(options);
  zener_device device;
  if (zener_device_info(&device) != 0) {
    printf("FAILED %s\n", zener_error());
    return 1;
  }
  printf("%s, compute capability %d.%d\n", device.name, device.major, device.minor);
  bool lost = false;
  try {
    attempt(path, [&] { replay(path, option != "--checks"); });
  } catch (const DeviceLost& error) {
    printf("FAILED the device cannot be used after this error: %s\n", error.what());
    lost = true;
  }
  printf("%d comparisons, %d failures\n", comparisons(), failures());
  return lost ? 3 : failures() == 0 ? 0 : 1;
}
