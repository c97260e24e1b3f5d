#include "trace.h"

#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <map>
#include <mutex>
#include <vector>

#include "error.h"

namespace zener::trace {
namespace {

constexpr size_t LARGE = 1 << 20;  // bytes of an upload that may be left out
// Addresses of memory that is not allocated. Neither an integer nor a pair of integers or floats is like them.
constexpr uintptr_t NOWHERE = 0x7a656e65'00000000;

struct Block {
  size_t bytes;
  int number;
  bool real;
};

std::recursive_mutex mutex;
std::map<uintptr_t, Block> blocks;
int allocations = 0;
uintptr_t next = NOWHERE;
FILE* file = nullptr;
bool values = true;

uintptr_t number(const void* at) { return reinterpret_cast<uintptr_t>(at); }

// The block that contains an address, or null.
const std::pair<const uintptr_t, Block>* find(uintptr_t at) {
  auto after = blocks.upper_bound(at);
  if (after == blocks.begin()) return nullptr;
  const auto& found = *std::prev(after);
  return at < found.first + found.second.bytes ? &found : nullptr;
}

std::string allocated(const Block& block) {
  return "allocate " + std::to_string(block.number) + " " + std::to_string(block.bytes);
}

uint32_t word_at(const void* data, size_t i) {
  uint32_t bits;
  memcpy(&bits, static_cast<const char*>(data) + 4 * i, 4);
  return bits;
}

bool is_constant(const void* data, size_t words) {
  for (size_t i = 1; i < words; i++) {
    if (word_at(data, i) != word_at(data, 0)) return false;
  }
  return words > 0;
}

// Whether words may be ordinary floats. Small integers are not, because as floats they are denormal.
bool is_floats(const void* data, size_t words) {
  for (size_t i = 0; i < words; i++) {
    uint32_t bits = word_at(data, i), exponent = bits >> 23 & 0xff;
    if (exponent == 0xff || (exponent == 0 && (bits & 0x7fffff) != 0)) return false;
  }
  return true;
}

std::vector<std::string> pointers(const void* data, size_t bytes) {
  std::vector<std::string> lines;
  for (size_t offset = 0; offset + 8 <= bytes; offset += 8) {
    uintptr_t at;
    memcpy(&at, static_cast<const char*>(data) + offset, 8);
    if (find(at) != nullptr) {
      lines.push_back("pointer " + std::to_string(offset) + " " + word(reinterpret_cast<const void*>(at)));
    }
  }
  return lines;
}

void raw(const void* data, size_t bytes) { fwrite(data, 1, bytes, file); }

void write_upload(const void* to, const void* data, size_t bytes) {
  std::string text = "upload " + word(to) + " " + std::to_string(bytes);
  if (bytes % 4 == 0 && is_constant(data, bytes / 4)) {
    char bits[9];
    snprintf(bits, sizeof bits, "%08" PRIx32, word_at(data, 0));
    line(text + " fill " + bits);
  } else if (!values && bytes > LARGE && bytes % 4 == 0 && is_floats(data, bytes / 4)) {
    line(text + " random");
  } else {
    std::vector<std::string> list = pointers(data, bytes);
    line(text + " bytes " + std::to_string(list.size()));
    raw(data, bytes);
    for (const std::string& pointer : list) line(pointer);
  }
}

}  // namespace

int begin(const char* path, bool with_values) {
  std::lock_guard<std::recursive_mutex> lock(mutex);
  file = fopen(path, "wb");
  if (file == nullptr) return report_words(ZENER_TRACE_FAILED, "%s cannot be written", path);
  values = with_values;
  line("zener trace 1");
  for (const auto& block : blocks) line(allocated(block.second));
  return 0;
}

int end() {
  std::lock_guard<std::recursive_mutex> lock(mutex);
  bool good = ferror(file) == 0;
  good = fclose(file) == 0 && good;
  file = nullptr;
  values = true;
  return good ? 0 : report_words(ZENER_TRACE_FAILED, "the trace could not be written completely: is the disk full?");
}

bool is_on() { return file != nullptr; }

bool computes() { return values; }

void line(const std::string& text) {
  std::lock_guard<std::recursive_mutex> lock(mutex);
  raw(text.data(), text.size());
  raw("\n", 1);
}

int allocate(size_t bytes, void** at) {
  std::lock_guard<std::recursive_mutex> lock(mutex);
  if (computes()) {
    int code = zener_allocate(bytes, at);
    if (code != 0) return code;
  } else {
    *at = reinterpret_cast<void*>(next);
    next += (bytes + 511) / 256 * 256;
  }
  const Block& block = blocks[number(*at)] = {bytes, allocations++, computes()};
  if (is_on()) line(allocated(block));
  return 0;
}

int release(void* at) {
  std::lock_guard<std::recursive_mutex> lock(mutex);
  auto found = blocks.find(number(at));
  bool real = found == blocks.end() || found->second.real;
  if (found != blocks.end()) blocks.erase(found);
  return real ? zener_release(at) : 0;
}

int upload(void* to, const void* from, size_t bytes, void* stream) {
  if (is_on()) write_upload(to, from, bytes);
  return computes() ? zener_upload(to, from, bytes, stream) : 0;
}

int download(void* to, const void* from, size_t bytes, void* stream) {
  if (!computes()) memset(to, 0, bytes);
  int code = computes() ? zener_download(to, from, bytes, stream) : 0;
  if (code != 0 || !is_on()) return code;
  line("download " + word(from) + " " + std::to_string(bytes) + (values ? " bytes" : " none"));
  if (values) raw(to, bytes);
  return code;
}

// An address outside of all blocks is that of a stream.
std::string word(const void* at) {
  std::lock_guard<std::recursive_mutex> lock(mutex);
  if (at == nullptr) return "-";
  const auto* block = find(number(at));
  if (block == nullptr) return "stream";
  return std::to_string(block->second.number) + "+" + std::to_string(number(at) - block->first);
}

std::string word(double number) {
  char text[32];
  snprintf(text, sizeof text, "%.17g", number);
  return text;
}

std::string word(const zener_linear_shape& s) {
  std::string text;
  for (int field : {s.rows, s.inputs, s.outputs, s.gelu, s.tf32}) text += word(field) + " ";
  return text + word(s.operands) + " " + word(s.result);
}

std::string word(const zener_terms& t) {
  std::string text = word(t.fixed) + " " + word(t.weighted) + " ";
  text += word(static_cast<double>(t.beta)) + " " + word(t.omega);
  for (int i = 0; i < ZENER_MOST_TERMS; i++) {
    text += " " + word(static_cast<double>(t.coefficients[i])) + " " + word(t.fixed_terms[i]) + " " +
            word(t.weighted_terms[i]);
  }
  return text;
}

std::string word(const zener_term_gradients& g) {
  std::string text = word(g.omega);
  for (int i = 0; i < ZENER_MOST_TERMS; i++) text += " " + word(g.fixed_terms[i]) + " " + word(g.weighted_terms[i]);
  return text;
}

std::string word(const zener_adamw_settings& s) {
  return word(s.beta1) + " " + word(s.beta2) + " " + word(s.epsilon) + " " + word(s.max_norm);
}

}  // namespace zener::trace
