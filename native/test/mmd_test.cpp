// Compares Mmd with plain loops in double.
#include <cmath>

#include "check.h"
#include "options.h"
#include "zener.h"

namespace {

struct Reference {
  double value = 0;
  std::vector<double> dz;

  Reference(const std::vector<float>& x, const std::vector<float>& y, int n, int m, int width, double dvalue)
      : dz(static_cast<size_t>(n + m) * width) {
    int rows = n + m;
    std::vector<double> z(x.begin(), x.end());
    z.insert(z.end(), y.begin(), y.end());
    std::vector<double> d(static_cast<size_t>(rows) * rows);
    double all = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        double sum = 0;
        for (int c = 0; c < width; c++) {
          double difference = z[static_cast<size_t>(i) * width + c] - z[static_cast<size_t>(j) * width + c];
          sum += difference * difference;
        }
        d[static_cast<size_t>(i) * rows + j] = sum;
        all += sum;
      }
    }
    double b = all / (static_cast<double>(rows) * rows - rows) / 4;
    if (b == 0) return;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        double weight = (i < n) != (j < n) ? -1.0 / n / m : i < n ? 1.0 / n / n : 1.0 / m / m;
        double k = 0, slope = 0;
        for (int s = 0; s < 5; s++) {
          double e = exp(-d[static_cast<size_t>(i) * rows + j] / (b * (1 << s)));
          k += e;
          slope -= e / (b * (1 << s));
        }
        value += weight * k;
        for (int c = 0; c < width; c++) {
          dz[static_cast<size_t>(i) * width + c] +=
              4 * dvalue * weight * slope *
              (z[static_cast<size_t>(i) * width + c] - z[static_cast<size_t>(j) * width + c]);
        }
      }
    }
  }
};

void compare(int n, int m, int width, float mean, bool equal_rows) {
  std::vector<float> x = normal(static_cast<size_t>(n) * width, mean, 1), y = normal(static_cast<size_t>(m) * width, mean, 2);
  for (auto& number : y) number *= 1.2f;
  if (equal_rows) {
    x.assign(x.size(), 0.3f);
    y.assign(y.size(), 0.3f);
  }
  float dvalue = 1.7f;
  Reference expected(x, y, n, m, width, dvalue);
  Device<float> dev_x(x), dev_y(y), value(1), dev_dvalue(std::vector<float>{dvalue}), dx(x.size()), dy(y.size());
  Device<char> workspace(zener_mmd_workspace(n, m, width));
  Stream stream;
  CHECK(zener_mmd_forward(dev_x.at, n, dev_y.at, m, width, value.at, workspace.at, stream.get()));
  CHECK(zener_mmd_backward(dev_x.at, n, dev_y.at, m, width, dev_dvalue.at, dx.at, dy.at, workspace.at, stream.get()));
  stream.wait();
  std::string what = "mmd " + std::to_string(n) + "+" + std::to_string(m) + " of " + std::to_string(width);
  close(what + " value", value.host(), std::vector<double>{expected.value}, 1e-5);
  std::vector<double> both = expected.dz;
  std::vector<float> found = dx.host(), found_y = dy.host();
  found.insert(found.end(), found_y.begin(), found_y.end());
  close(what + " gradient", found, both, 1e-5);

  Device<float> alone(y.size());
  CHECK(zener_mmd_backward(dev_x.at, n, dev_y.at, m, width, dev_dvalue.at, nullptr, alone.at, workspace.at,
                           stream.get()));
  stream.wait();
  same(what + " gradient of y alone", alone.host(), found_y);
}

}  // namespace

void test_mmd() {
  ATTEMPT(compare(1, 1, 1, 0, false));
  ATTEMPT(compare(5, 3, 33, 0, false));
  ATTEMPT(compare(1, 70, 17, 0, false));
  ATTEMPT(compare(4, 3, 8, 0, true));
  ATTEMPT(compare(300, 290, 20, 0, false));  // tiles of 64
  if (options().brief) return;
  ATTEMPT(compare(32, 32, 768, 0, false));
  ATTEMPT(compare(32, 32, 768, 30, false));   // a large mean that all rows share
  ATTEMPT(compare(1100, 1000, 12, 0, false));  // tiles of 128, two strips
}
