// The softmax of a row by one thread, since a tagger has few labels.
#pragma once

#include "launch.h"

namespace zener {

// log sum exp of a row.
__device__ __forceinline__ float log_sum_exp(const float* row, int width) {
  float largest = row[0];
  for (int c = 1; c < width; c++) largest = fmaxf(largest, row[c]);
  float sum = 0;
  for (int c = 0; c < width; c++) sum += expf(row[c] - largest);
  return largest + logf(sum);
}

}  // namespace zener
