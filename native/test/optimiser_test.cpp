// Tests GlobalNorm and AdamW with several tensors at once. They start at multiples of 1 or of 4 elements;
// kernels read four elements at once from the latter only.
#include <cmath>

#include "check.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

namespace {

const std::vector<int64_t> SIZES{1, 5000, 16384, 16385};
const int64_t STRETCH = 4096;

std::vector<zener_stretch> stretches() {
  std::vector<zener_stretch> all;
  for (size_t t = 0; t < SIZES.size(); t++) {
    for (int64_t from = 0; from < SIZES[t]; from += STRETCH) {
      all.push_back({static_cast<int32_t>(t), from, from + STRETCH < SIZES[t] ? from + STRETCH : SIZES[t]});
    }
  }
  return all;
}

size_t start_of(size_t tensor, size_t unit) {
  size_t start = 0;
  for (size_t t = 0; t < tensor; t++) start += (SIZES[t] + unit - 1) / unit * unit;
  return start;
}

std::string starts_at(size_t unit) { return ", starts at multiples of " + std::to_string(unit); }

void norm(float scale, const char* what, size_t unit = 1) {
  std::vector<float> x = normal(start_of(SIZES.size(), unit), 0, 1);
  double squares = 0;
  for (float& number : x) number *= scale;
  for (size_t t = 0; t < SIZES.size(); t++) {
    size_t start = start_of(t, unit);
    for (int64_t e = 0; e < SIZES[t]; e++) squares += static_cast<double>(x[start + e]) * x[start + e];
  }
  Device<float> dev_x(x), found(1);
  std::vector<const float*> tensors;
  for (size_t t = 0; t < SIZES.size(); t++) tensors.push_back(dev_x.at + start_of(t, unit));
  Device<const float*> dev_tensors(tensors);
  std::vector<zener_stretch> list = stretches();
  Device<zener_stretch> dev_list(list);
  Device<double> parts(list.size());
  Stream stream;
  CHECK(zener_globalnorm(dev_list.at, static_cast<int>(list.size()), dev_tensors.at, parts.at, found.at, stream.get()));
  stream.wait();
  close(std::string("global norm, ") + what + starts_at(unit), found.host(), Numbers{sqrt(squares)}, 1e-6);
}

void adamw(float max_norm, size_t unit = 1) {
  size_t size = start_of(SIZES.size(), unit);
  std::vector<float> value = normal(size, 0, 1), gradient = normal(size, 0, 2), first = normal(size, 0, 3),
                     second = normal(size, 0, 4);
  for (float& number : second) number = number * number;
  const double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, lr = 1e-3, c1 = 1 - pow(beta1, 3), c2 = 1 - pow(beta2, 3);
  const float norm = 250;
  Numbers p = doubles(value), m = doubles(first), v = doubles(second);  // unchanged between the tensors
  for (size_t t = 0; t < SIZES.size(); t++) {
    double decay = t % 2 == 0 ? 0.01 : 0, rate = t % 3 == 0 ? 2 * lr : lr;
    for (size_t e = start_of(t, unit); e < start_of(t, unit) + SIZES[t]; e++) {
      double g = gradient[e] * (max_norm > 0 ? fmin(1, max_norm / (norm + 1e-6)) : 1);
      m[e] = beta1 * first[e] + (1 - beta1) * g;
      v[e] = beta2 * second[e] + (1 - beta2) * g * g;
      p[e] = value[e] - rate * decay * value[e] - rate / c1 * m[e] / (sqrt(v[e]) / sqrt(c2) + epsilon);
    }
  }
  Device<float> dev_p(value), dev_g(gradient), dev_m(first), dev_v(second), dev_norm(std::vector<float>{norm}),
      scalars(std::vector<float>{static_cast<float>(lr), static_cast<float>(c1), static_cast<float>(c2)});
  Device<uint16_t> rounded(size);
  std::vector<zener_parameter> parameters;
  for (size_t t = 0; t < SIZES.size(); t++) {
    size_t at = start_of(t, unit);
    void* copy = t == 1 ? rounded.at + at : nullptr;
    parameters.push_back({dev_p.at + at, dev_g.at + at, dev_m.at + at, dev_v.at + at, copy, t % 2 == 0 ? 0.01f : 0.0f,
                          t % 3 == 0 ? 2.0f : 1.0f});
  }
  Device<zener_parameter> dev_parameters(parameters);
  std::vector<zener_stretch> list = stretches();
  Device<zener_stretch> dev_list(list);
  zener_adamw_settings settings{beta1, beta2, epsilon, max_norm};
  Stream stream;
  CHECK(zener_adamw(dev_list.at, static_cast<int>(list.size()), dev_parameters.at, settings, dev_norm.at, scalars.at,
                    stream.get()));
  stream.wait();
  std::string what = (max_norm > 0 ? "AdamW, clipped" : "AdamW") + starts_at(unit);
  close(what + " p", dev_p.host(), p, 1e-6);
  close(what + " m", dev_m.host(), m, 1e-6);
  close(what + " v", dev_v.host(), v, 1e-6);
  std::vector<uint16_t> bits = rounded.host();
  std::vector<float> copy;
  Numbers expected;
  for (size_t e = start_of(1, unit); e < start_of(1, unit) + SIZES[1]; e++) {
    copy.push_back(of_bfloat16(bits[e]));
    expected.push_back(p[e]);
  }
  close(what + " rounded", copy, expected, 1.0 / 256);
}

}  // namespace

void test_optimiser() {
  for (size_t unit : {1, 4}) {
    ATTEMPT(norm(1, "of usual numbers", unit));
    ATTEMPT(adamw(1, unit));
  }
  if (options().brief) return;
  ATTEMPT(norm(1e25f, "whose squares are no floats"));
  ATTEMPT(norm(1e25f, "whose squares are no floats", 4));
  ATTEMPT(norm(1e-25f, "whose squares are 0 in float"));
  ATTEMPT(norm(0, "0"));
  ATTEMPT(adamw(0));
}
