// Device tensors of float32 or bfloat16.
#pragma once

#include <cmath>
#include <vector>

#include "check.h"
#include "reference.h"

// The numbers rounded to bfloat16.
inline std::vector<float> rounded(const std::vector<float>& x) {
  std::vector<float> kept;
  for (uint16_t bits : to_bfloat16(x)) kept.push_back(of_bfloat16(bits));
  return kept;
}

// A matrix on the device in float32 or bfloat16.
class Matrix {
 public:
  Matrix(const std::vector<float>& x, bool small) : small(small), wide(x), narrow(to_bfloat16(x)) {}
  Matrix(size_t count, bool small) : Matrix(std::vector<float>(count, NAN), small) {}
  void* at() { return small ? static_cast<void*>(narrow.at) : wide.at; }
  std::vector<float> host() const {
    if (!small) return wide.host();
    std::vector<float> values;
    for (uint16_t bits : narrow.host()) values.push_back(of_bfloat16(bits));
    return values;
  }

 private:
  bool small;
  Device<float> wide;
  Device<uint16_t> narrow;
};
