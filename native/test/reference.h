// Functions that several reference computations use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

using Numbers = std::vector<double>;

inline Numbers doubles(const std::vector<float>& x) { return Numbers(x.begin(), x.end()); }

// The dropout factor of an element, as op/Dropout.java defines it.
inline double dropout_factor(int64_t counter, int site, double rate, uint64_t element) {
  auto mix = [](uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  };
  const uint64_t gamma = 0x9E3779B97F4A7C15u;
  uint64_t key = mix(static_cast<uint64_t>(counter) + static_cast<uint64_t>(site) * gamma);
  uint64_t k = mix(key + ((element >> 32) + 1) * gamma);
  auto k0 = static_cast<uint32_t>(k), k1 = static_cast<uint32_t>(k >> 32);
  uint32_t h = static_cast<uint32_t>(element) + k0;
  h = (h ^ (h >> 16)) * 0x7FEB352Du;
  h = h ^ (h >> 15) ^ k1;
  h = h * 0x846CA68Bu;
  h = h ^ (h >> 16);
  return (h >> 8) < static_cast<uint32_t>((1 << 24) * rate + 0.5) ? 0 : 1 / (1 - rate);
}

// The float whose upper half has these bits and whose lower half is 0.
inline float of_bfloat16(uint16_t bits) {
  uint32_t word = static_cast<uint32_t>(bits) << 16;
  float value;
  memcpy(&value, &word, sizeof value);
  return value;
}

inline std::vector<uint16_t> to_bfloat16(const std::vector<float>& x) {
  std::vector<uint16_t> halves;
  for (float value : x) {
    uint32_t word;
    memcpy(&word, &value, sizeof word);
    halves.push_back(static_cast<uint16_t>((word + 0x7fff + (word >> 16 & 1)) >> 16));
  }
  return halves;
}
