// Tests linear layers in float32 and bfloat16, with and without GELU, bias and addend, and all gradients.
#include <cmath>
#include <cstdio>

#include "check.h"
#include "matrix.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

namespace {

double gelu(double z) { return 0.5 * z * (1 + erf(z / sqrt(2.0))); }
double gelu_slope(double z) { return 0.5 * (1 + erf(z / sqrt(2.0))) + z * exp(-0.5 * z * z) / sqrt(2 * M_PI); }

struct Case {
  int rows, inputs, outputs;
  bool gelu, small, small_result, addend;
};

// c [m,n] = a [m,k] b [k,n]; each operand is given with its strides.
Numbers multiply(const Numbers& a, size_t a_row, size_t a_column, const Numbers& b, size_t b_row, size_t b_column,
                 int m, int n, int k) {
  Numbers c(static_cast<size_t>(m) * n);
  for (int i = 0; i < m; i++) {
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int l = 0; l < k; l++) sum += a[i * a_row + l * a_column] * b[l * b_row + j * b_column];
      c[static_cast<size_t>(i) * n + j] = sum;
    }
  }
  return c;
}

void compare(Case t) {
  size_t size_x = static_cast<size_t>(t.rows) * t.inputs, size_y = static_cast<size_t>(t.rows) * t.outputs;
  auto operand = [&](size_t count, unsigned seed) {
    std::vector<float> x = normal(count, 0, seed);
    return t.small ? rounded(x) : x;
  };
  std::vector<float> x = operand(size_x, 1), w = operand(static_cast<size_t>(t.outputs) * t.inputs, 2),
                     dy = operand(size_y, 3), kept = operand(size_y, 4), bias = normal(t.outputs, 0, 5),
                     added = normal(size_x, 0, 6), residual = normal(size_y, 0, 7);
  for (float& value : w) value /= 8;  // then exact in both types
  size_t i = t.inputs, o = t.outputs;
  Numbers z = multiply(doubles(x), i, 1, doubles(w), 1, i, t.rows, t.outputs, t.inputs), y(size_y), dz(size_y), db(o);
  for (size_t e = 0; e < size_y; e++) {
    z[e] += bias[e % o];
    y[e] = t.gelu ? gelu(z[e]) : z[e];
    if (t.addend && !t.gelu) y[e] += residual[e];
    dz[e] = dy[e] * (t.gelu ? gelu_slope(kept[e]) : 1);
    db[e % o] += dz[e];
  }
  Numbers dx = multiply(dz, o, 1, doubles(w), i, 1, t.rows, t.inputs, t.outputs);
  Numbers dw = multiply(dz, 1, o, doubles(x), i, 1, t.outputs, t.inputs, t.rows);
  for (size_t e = 0; t.addend && e < size_x; e++) dx[e] += added[e];

  Matrix dev_x(x, t.small), dev_w(w, t.small), dev_dy(dy, t.small), dev_kept(kept, t.small), dev_dz(size_y, t.small),
      dev_z(size_y, t.small_result), dev_y(size_y, t.small_result), dev_y_alone(size_y, t.small_result),
      dev_dx(size_x, t.small_result);
  Device<float> dev_bias(bias), dev_added(added), dev_residual(residual), dev_dw(o * i), dev_db(o), dev_db_alone(o);
  Device<char> workspace(zener_linear_workspace());
  Products products;
  zener_linear* linear = products.get();
  zener_linear_shape shape{t.rows, t.inputs, t.outputs, t.gelu, 0, t.small ? ZENER_BFLOAT16 : ZENER_FLOAT32,
                           t.small_result ? ZENER_BFLOAT16 : ZENER_FLOAT32};
  Stream stream;
  const float* addend = t.addend && !t.gelu ? dev_residual.at : nullptr;
  CHECK(zener_linear_forward(linear, shape, dev_x.at(), dev_w.at(), dev_bias.at, addend,
                             t.gelu ? dev_z.at() : nullptr, dev_y.at(), workspace.at, stream.get()));
  CHECK(zener_linear_forward(linear, shape, dev_x.at(), dev_w.at(), dev_bias.at, addend, nullptr, dev_y_alone.at(),
                             workspace.at, stream.get()));
  CHECK(zener_linear_backward(linear, shape, dev_x.at(), dev_w.at(), dev_dy.at(), dev_kept.at(),
                              t.addend ? dev_added.at : nullptr, dev_dz.at(), dev_dx.at(), dev_dw.at, dev_db.at,
                              workspace.at, stream.get()));
  CHECK(zener_linear_backward(linear, shape, dev_x.at(), dev_w.at(), dev_dy.at(), dev_kept.at(), nullptr, dev_dz.at(),
                              nullptr, nullptr, dev_db_alone.at, workspace.at, stream.get()));
  stream.wait();
  std::string what = "linear [" + std::to_string(t.rows) + "," + std::to_string(t.inputs) + "] to " +
                     std::to_string(t.outputs) + (t.gelu ? ", gelu" : "") + (t.small ? ", bfloat16" : "") +
                     (t.small_result ? " result" : "");
  double exact = 1e-5, once = exact + 1.0 / 256, own = t.small_result ? 2 * once : exact;
  if (t.gelu) close(what + " z", dev_z.host(), z, own);
  close(what + " y", dev_y.host(), y, own);
  close(what + " y alone", dev_y_alone.host(), y, own);
  double through = t.gelu && t.small ? once : exact;  // dz is rounded
  if (t.gelu) close(what + " dz", dev_dz.host(), dz, through);
  close(what + " dx", dev_dx.host(), dx, through + (t.small_result ? once : 0));
  close(what + " dw", dev_dw.host(), dw, through);
  close(what + " db", dev_db.host(), db, through);
  close(what + " db alone", dev_db_alone.host(), db, through);
}

// y of operands that begin `shift` elements after a multiple of 256 bytes.
std::vector<float> shifted(zener_linear* linear, size_t shift) {
  constexpr int ROWS = 6, INPUTS = 8, OUTPUTS = 4;
  auto put = [&](size_t count, unsigned seed) {
    std::vector<float> numbers(shift), values = normal(count, 0, seed);
    numbers.insert(numbers.end(), values.begin(), values.end());
    return numbers;
  };
  Device<float> x(put(ROWS * INPUTS, 1)), w(put(OUTPUTS * INPUTS, 2)), bias(put(OUTPUTS, 3));
  Device<float> y(shift + ROWS * OUTPUTS);
  Device<char> workspace(zener_linear_workspace());
  Stream stream;
  CHECK(zener_linear_forward(linear, {ROWS, INPUTS, OUTPUTS, 0, 0, ZENER_FLOAT32, ZENER_FLOAT32}, x.at + shift,
                             w.at + shift, bias.at + shift, nullptr, nullptr, y.at + shift, workspace.at,
                             stream.get()));
  stream.wait();
  std::vector<float> all = y.host();
  return {all.begin() + static_cast<ptrdiff_t>(shift), all.end()};
}

// An algorithm that was chosen for aligned operands must not be used for others.
void compare_shifted() {
  Products products;
  std::vector<float> aligned = shifted(products.get(), 0);
  for (size_t shift : {1, 2, 4}) {
    std::vector<float> y = shifted(products.get(), shift);
    close("linear of operands shifted by " + std::to_string(shift), y, doubles(aligned), 1e-6);
  }
}

}  // namespace

void test_linear() {
  printf("%s\n", zener_linear_library(Products().get()));  // if there is no cuBLASLt, this is said once
  ATTEMPT(compare_shifted());

  for (bool gelu : {false, true}) {
    for (int types = 0; types < 3; types++) {
      bool small = types > 0, small_result = types > 1;
      ATTEMPT(compare({1, 1, 1, gelu, small, small_result, false}));
      ATTEMPT(compare({37, 48, 19, gelu, small, small_result, !small_result}));
      if (options().brief) continue;
      ATTEMPT(compare({5, 130, 64, gelu, small, small_result, false}));
      ATTEMPT(compare({64, 24, 96, gelu, small, small_result, !small_result}));
    }
  }
}
