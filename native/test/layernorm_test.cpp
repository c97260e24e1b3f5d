// Tests LayerNorm with and without dropout, residual and its other optional arguments.
#include <cmath>

#include "check.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

namespace {

const int64_t COUNTER = 77;
const int SITE = 5;
const double RATE = 0.2, EPSILON = 1e-12;

void compare(int rows, int width, bool residual, bool dropout, float mean_of_x) {
  size_t size = static_cast<size_t>(rows) * width;
  std::vector<float> x = normal(size, mean_of_x, 1), added = normal(size, 0, 2), gamma = normal(width, 1, 3),
                     beta = normal(width, 0, 4), dy = normal(size, 0, 5);
  Numbers s(size), y(size), mean(rows), rstd(rows), ds(size), dx(size), dgamma(width), dbeta(width);
  for (int i = 0; i < rows; i++) {
    double sum = 0, squares = 0, g1 = 0, gn = 0;
    for (int c = 0; c < width; c++) {
      size_t e = static_cast<size_t>(i) * width + c;
      s[e] = x[e] * (dropout ? dropout_factor(COUNTER, SITE, RATE, e) : 1) + (residual ? added[e] : 0.0f);
      sum += s[e];
    }
    mean[i] = sum / width;
    for (int c = 0; c < width; c++) squares += pow(s[static_cast<size_t>(i) * width + c] - mean[i], 2);
    rstd[i] = 1 / sqrt(squares / width + EPSILON);
    for (int c = 0; c < width; c++) {
      size_t e = static_cast<size_t>(i) * width + c;
      double norm = (s[e] - mean[i]) * rstd[i], g = static_cast<double>(dy[e]) * gamma[c];
      y[e] = norm * gamma[c] + beta[c];
      g1 += g / width;
      gn += g * norm / width;
      dgamma[c] += dy[e] * norm;
      dbeta[c] += dy[e];
    }
    for (int c = 0; c < width; c++) {
      size_t e = static_cast<size_t>(i) * width + c;
      double norm = (s[e] - mean[i]) * rstd[i];
      ds[e] = rstd[i] * (static_cast<double>(dy[e]) * gamma[c] - g1 - norm * gn);
      dx[e] = ds[e] * (dropout ? dropout_factor(COUNTER, SITE, RATE, e) : 1);
    }
  }

  Device<float> dev_x(x), dev_added(added), dev_gamma(gamma), dev_beta(beta), dev_dy(dy), dev_y(size), dev_mean(rows),
      dev_rstd(rows), dev_s(size), dev_ds(size), dev_dx(size), dev_dgamma(width), dev_dbeta(width);
  Device<uint16_t> rounded(size), dx_rounded(size);
  Device<int64_t> counter(std::vector<int64_t>{COUNTER});
  Device<char> workspace(zener_layernorm_workspace(rows, width));
  const int64_t* drawn = dropout ? counter.at : nullptr;
  Stream stream;
  CHECK(zener_layernorm_forward(dev_x.at, dev_gamma.at, dev_beta.at, residual ? dev_added.at : nullptr, drawn, SITE,
                                RATE, EPSILON, rows, width, dev_y.at, rounded.at, dev_mean.at, dev_rstd.at, dev_s.at,
                                stream.get()));
  CHECK(zener_layernorm_backward(dev_s.at, dev_gamma.at, dev_mean.at, dev_rstd.at, dev_dy.at, drawn, SITE, RATE, rows,
                                 width, dev_ds.at, dev_dgamma.at, dev_dbeta.at, dev_dx.at, dx_rounded.at,
                                 workspace.at, stream.get()));
  stream.wait();
  std::string what = "layer norm [" + std::to_string(rows) + "," + std::to_string(width) + "]" +
                     (residual ? " + residual" : "") + (dropout ? ", dropout" : "");
  // With a mean far from 0, only the rounding of x itself loses digits, not the kernel.
  double tolerance = mean_of_x == 0 ? 2e-6 : 2e-5;
  close(what + " y", dev_y.host(), y, tolerance);
  close(what + " s", dev_s.host(), s, 1e-6);
  close(what + " mean", dev_mean.host(), mean, 1e-6);
  close(what + " rstd", dev_rstd.host(), rstd, tolerance);
  close(what + " ds", dev_ds.host(), ds, 2 * tolerance);
  close(what + " dx", dev_dx.host(), dx, 2 * tolerance);
  close(what + " dgamma", dev_dgamma.host(), dgamma, 5 * tolerance);
  close(what + " dbeta", dev_dbeta.host(), dbeta, 5e-6);
  std::vector<uint16_t> y16 = rounded.host(), dx16 = dx_rounded.host();
  std::vector<float> of_y, of_dx;
  for (uint16_t bits : y16) of_y.push_back(of_bfloat16(bits));
  for (uint16_t bits : dx16) of_dx.push_back(of_bfloat16(bits));
  close(what + " y rounded", of_y, y, 1.0 / 256);
  close(what + " dx rounded", of_dx, dx, 1.0 / 256);
}

}  // namespace

void test_layernorm() {
  ATTEMPT(compare(1, 1, false, false, 0));
  ATTEMPT(compare(5, 33, true, true, 0));
  if (options().brief) return;
  ATTEMPT(compare(37, 768, false, false, 0));
  ATTEMPT(compare(37, 768, true, false, 0));
  ATTEMPT(compare(37, 768, true, true, 0));
  ATTEMPT(compare(3, 4096, true, false, 0));
  ATTEMPT(compare(300, 132, true, true, 0));  // more rows than ranges of them, and lanes without elements
  ATTEMPT(compare(5, 1020, true, true, 0));
  ATTEMPT(compare(300, 30, true, true, 0));
  ATTEMPT(compare(2100, 4, true, true, 0));  // several rows of a range for each warp
  ATTEMPT(compare(40, 64, false, false, 100));
}
