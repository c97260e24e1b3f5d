// Tests CrossEntropy, SoftMse and WeightedSum, with rows that are ignored.
#include <cmath>

#include "check.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

namespace {

Numbers softmax(const std::vector<float>& x, size_t first, int width) {
  Numbers p(width);
  double largest = -INFINITY, sum = 0;
  for (int c = 0; c < width; c++) largest = fmax(largest, x[first + c]);
  for (int c = 0; c < width; c++) sum += p[c] = exp(x[first + c] - largest);
  for (double& number : p) number /= sum;
  return p;
}

void cross_entropy(int rows, int width, int left_out) {
  size_t size = static_cast<size_t>(rows) * width;
  std::vector<float> logits = normal(size, 0, 1);
  std::vector<int32_t> labels(rows);
  for (int w = 0; w < rows; w++) labels[w] = w < left_out ? -1 : w * 5 % width;
  int count = rows - left_out;
  double loss = 0;
  const float dloss = 0.7f;
  Numbers dlogits(size);
  for (int w = left_out; w < rows; w++) {
    Numbers p = softmax(logits, static_cast<size_t>(w) * width, width);
    loss -= log(p[labels[w]]) / count;
    for (int c = 0; c < width; c++) {
      dlogits[static_cast<size_t>(w) * width + c] = dloss * (p[c] - (c == labels[w] ? 1 : 0)) / count;
    }
  }
  Device<float> dev_logits(logits), dev_loss(1), dev_dloss(std::vector<float>{dloss}), dev_dlogits(size);
  Device<int32_t> dev_labels(labels);
  Stream stream;
  CHECK(zener_crossentropy_forward(dev_logits.at, dev_labels.at, rows, width, dev_loss.at, stream.get()));
  CHECK(zener_crossentropy_backward(dev_logits.at, dev_labels.at, dev_dloss.at, rows, width, dev_dlogits.at,
                                    stream.get()));
  stream.wait();
  std::string what = "cross entropy [" + std::to_string(rows) + "," + std::to_string(width) + "]";
  close(what, dev_loss.host(), Numbers{loss}, 1e-6);
  close(what + " gradient", dev_dlogits.host(), dlogits, 2e-6);
}

void soft_mse(int rows, int width, int left_out) {
  size_t size = static_cast<size_t>(rows) * width;
  std::vector<float> logits = normal(size, 0, 1), other = normal(size, 0, 2), soft(size);
  int count = rows - left_out;
  double loss = 0;
  const float dloss = 0.7f;
  Numbers dlogits(size);
  for (int w = 0; w < rows; w++) {
    size_t first = static_cast<size_t>(w) * width;
    Numbers p = softmax(logits, first, width), wanted = softmax(other, first, width);
    for (int c = 0; c < width; c++) soft[first + c] = w < left_out ? -INFINITY : static_cast<float>(wanted[c]);
    if (w < left_out) continue;
    double mean = 0;
    Numbers g(width);
    for (int c = 0; c < width; c++) {
      double difference = p[c] - soft[first + c];
      loss += difference * difference / count / width;
      g[c] = 2 * difference / count / width;
      mean += g[c] * p[c];
    }
    for (int c = 0; c < width; c++) dlogits[first + c] = dloss * p[c] * (g[c] - mean);
  }
  Device<float> dev_logits(logits), dev_soft(soft), dev_loss(1), dev_dloss(std::vector<float>{dloss}),
      dev_dlogits(size);
  Stream stream;
  CHECK(zener_softmse_forward(dev_logits.at, dev_soft.at, rows, width, dev_loss.at, stream.get()));
  CHECK(zener_softmse_backward(dev_logits.at, dev_soft.at, dev_dloss.at, rows, width, dev_dlogits.at, stream.get()));
  stream.wait();
  std::string what = "soft MSE [" + std::to_string(rows) + "," + std::to_string(width) + "]";
  close(what, dev_loss.host(), Numbers{loss}, 2e-6);
  close(what + " gradient", dev_dlogits.host(), dlogits, 5e-6);
}

void weighted_sum() {
  const int fixed = 2, weighted = 3;
  const float beta = 0.1f, dtotal = 1.5f;
  std::vector<float> f{0.5f, -2}, c{1, 0.001f}, omega{0.3f, -0.7f, 0.1f}, l{2, 3, -4};
  Numbers s = softmax(omega, 0, weighted);
  double total = 0, mean = 0;
  for (int j = 0; j < fixed; j++) total += static_cast<double>(c[j]) * f[j];
  for (int k = 0; k < weighted; k++) {
    total += beta * s[k] * l[k];
    mean += s[k] * l[k];
  }
  Numbers expected{total};
  for (int j = 0; j < fixed; j++) expected.push_back(static_cast<double>(c[j]) * dtotal);
  for (int k = 0; k < weighted; k++) expected.push_back(beta * s[k] * (l[k] - mean) * dtotal);
  for (int k = 0; k < weighted; k++) expected.push_back(beta * s[k] * dtotal);

  Device<float> dev_f(f), dev_omega(omega), dev_l(l), dev_dtotal(std::vector<float>{dtotal}), out(expected.size());
  zener_terms terms{fixed, weighted, beta, {}, {}, dev_omega.at, {}};
  zener_term_gradients gradients{};
  for (int j = 0; j < fixed; j++) {
    terms.coefficients[j] = c[j];
    terms.fixed_terms[j] = dev_f.at + j;
    gradients.fixed_terms[j] = out.at + 1 + j;
  }
  gradients.omega = out.at + 1 + fixed;
  for (int k = 0; k < weighted; k++) {
    terms.weighted_terms[k] = dev_l.at + k;
    gradients.weighted_terms[k] = out.at + 1 + fixed + weighted + k;
  }
  Stream stream;
  CHECK(zener_weightedsum_forward(terms, out.at, stream.get()));
  CHECK(zener_weightedsum_backward(terms, dev_dtotal.at, gradients, stream.get()));
  stream.wait();
  close("weighted sum and its gradients", out.host(), expected, 1e-6);
}

}  // namespace

void test_losses() {
  ATTEMPT(cross_entropy(1, 2, 0));
  ATTEMPT(cross_entropy(3, 9, 3));
  ATTEMPT(soft_mse(1, 2, 0));
  ATTEMPT(soft_mse(3, 9, 3));
  ATTEMPT(weighted_sum());
  ATTEMPT(cross_entropy(700, 9, 123));
  ATTEMPT(soft_mse(700, 9, 123));
  if (options().brief) return;
  ATTEMPT(cross_entropy(700, 9, 0));
  ATTEMPT(soft_mse(700, 9, 0));
}
