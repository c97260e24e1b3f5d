// AdamW with clipping by global norm, defined in op/AdamW.java, for all parameters in one launch.
// Weights and moments are float32; layers with bfloat16 products also have a rounded copy of the
// weights. Memory traffic: 28 bytes per element, and 2 more with a copy.
#include "bfloat16.h"
#include "error.h"
#include "launch.h"
#include "vector.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int THREADS = 256;
constexpr float NORM_EPSILON = 1e-6f;

// The settings as floats. 1 - beta is computed in double, since a float near 1 is too inexact.
struct Settings {
  float beta1, rest1, beta2, rest2, epsilon, max_norm;
};

__global__ void step(const zener_stretch* stretches, const zener_parameter* parameters, Settings a,
                     const float* norm, const float* scalars) {
  zener_stretch s = stretches[blockIdx.x];
  zener_parameter p = parameters[s.tensor];
  float clip = a.max_norm > 0 ? fminf(1.0f, a.max_norm / (*norm + NORM_EPSILON)) : 1.0f;
  float lr = scalars[0] * p.factor, by_c1 = lr / scalars[1], by_root2 = 1 / sqrtf(scalars[2]);
  float shrink = 1 - lr * p.decay;
  auto update = [&](float& value, float gradient, float& first, float& second) {
    float g = gradient * clip;
    first = a.beta1 * first + a.rest1 * g;
    second = a.beta2 * second + a.rest2 * g * g;
    value = value * shrink - by_c1 * first / (sqrtf(second) * by_root2 + a.epsilon);
  };
  auto* rounded = static_cast<bfloat16*>(p.rounded);
  int64_t rest = s.from;  // the first element that no vector contains
  if (is_aligned(p.value + s.from) && is_aligned(p.gradient + s.from) && is_aligned(p.first + s.from) &&
      is_aligned(p.second + s.from) && is_aligned(rounded + (rounded == nullptr ? 0 : s.from), sizeof(uint2))) {
    rest = s.to - (s.to - s.from) % 4;
    for (int64_t e = s.from + 4 * threadIdx.x; e < rest; e += 4 * THREADS) {
      float4 value = load_vector<float4>(p.value + e), gradient = load_vector<float4>(p.gradient + e),
             first = load_vector<float4>(p.first + e), second = load_vector<float4>(p.second + e);
      update(value.x, gradient.x, first.x, second.x);
      update(value.y, gradient.y, first.y, second.y);
      update(value.z, gradient.z, first.z, second.z);
      update(value.w, gradient.w, first.w, second.w);
      store_vector(p.first + e, first);
      store_vector(p.second + e, second);
      store_vector(p.value + e, value);
      if (rounded != nullptr) store_vector(rounded + e, make_uint2(pack(value.x, value.y), pack(value.z, value.w)));
    }
  }
  for (int64_t e = rest + threadIdx.x; e < s.to; e += THREADS) {
    float value = p.value[e], first = p.first[e], second = p.second[e];
    update(value, p.gradient[e], first, second);
    p.first[e] = first;
    p.second[e] = second;
    p.value[e] = value;
    if (rounded != nullptr) set(rounded + e, value);
  }
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_adamw(const zener_stretch* stretches, int count, const zener_parameter* parameters,
                zener_adamw_settings settings, const float* norm, const float* scalars, void* stream) {
  if (count > 0) {
    Settings s{static_cast<float>(settings.beta1),   static_cast<float>(1 - settings.beta1),
               static_cast<float>(settings.beta2),   static_cast<float>(1 - settings.beta2),
               static_cast<float>(settings.epsilon), static_cast<float>(settings.max_norm)};
    ZENER_LAUNCH(step, count, THREADS, 0, static_cast<cudaStream_t>(stream), stretches, parameters, s, norm, scalars);
  }
  return report(cudaGetLastError(), "AdamW of %d ranges", count);
}
