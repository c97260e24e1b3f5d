// The random bits of dropout, defined in op/Dropout.java; all devices draw the same.
#pragma once

#include <cstdint>

#include "launch.h"

namespace zener {

// The parameters of dropout; a null counter means no dropout.
struct DropoutSite {
  const int64_t* counter;  // on the device
  int site;
  uint32_t threshold;  // an element is dropped if its upper 24 bits are below this
  float scale;         // the factor of elements that are kept
};

// The parameters for kernels; 0 <= rate < 1.
inline DropoutSite dropout_site(const int64_t* counter, int site, double rate) {
  return {counter, site, static_cast<uint32_t>((1 << 24) * rate + 0.5), static_cast<float>(1 / (1 - rate))};
}

__device__ __forceinline__ uint64_t mix(uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ z >> 27) * 0x94D049BB133111EBull;
  return z ^ z >> 31;
}

// Draws the factors of elements by their numbers.
class Draws {
 public:
  __device__ explicit Draws(const DropoutSite& site)
      : key(site.counter == nullptr ? 0 : mix(static_cast<uint64_t>(*site.counter) + site.site * GAMMA)),
        threshold(site.counter == nullptr ? 0 : site.threshold),
        scale(site.counter == nullptr ? 1 : site.scale) {}

  // The factor of an element: 0 or the scale.
  __device__ float factor(uint64_t element) {
    if (threshold == 0) return scale;
    uint32_t high = static_cast<uint32_t>(element >> 32);
    if (!known || high != block) {
      known = true;
      block = high;
      k = mix(key + (static_cast<uint64_t>(high) + 1) * GAMMA);
    }
    uint32_t h = static_cast<uint32_t>(element) + static_cast<uint32_t>(k);
    h = (h ^ h >> 16) * 0x7FEB352Du;
    h = (h ^ h >> 15 ^ static_cast<uint32_t>(k >> 32)) * 0x846CA68Bu;
    h ^= h >> 16;
    return h >> 8 >= threshold ? scale : 0.0f;
  }

 private:
  static constexpr uint64_t GAMMA = 0x9E3779B97F4A7C15ull;

  const uint64_t key;
  const uint32_t threshold;
  const float scale;
  uint64_t k = 0;
  uint32_t block = 0;
  bool known = false;
};

}  // namespace zener
