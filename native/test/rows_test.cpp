// Tests Rows, with rows that are selected several times, once and never.
#include "check.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

static void compare(int width) {
  const int height = 50, count = 300;
  std::vector<int32_t> rows(count);
  for (int i = 0; i < count; i++) rows[i] = i * 7 % (height - 3);
  std::vector<float> x = normal(static_cast<size_t>(height) * width, 0, 1),
                     dy = normal(static_cast<size_t>(count) * width, 0, 2);
  Numbers y(dy.size()), dx(x.size());
  for (int i = 0; i < count; i++) {
    for (int c = 0; c < width; c++) {
      y[static_cast<size_t>(i) * width + c] = x[static_cast<size_t>(rows[i]) * width + c];
      dx[static_cast<size_t>(rows[i]) * width + c] += dy[static_cast<size_t>(i) * width + c];
    }
  }
  Device<float> dev_x(x), dev_dy(dy), dev_y(dy.size()), dev_dx(x.size());
  Device<int32_t> dev_rows(rows);
  Stream stream;
  CHECK(zener_rows_forward(dev_x.at, dev_rows.at, count, width, dev_y.at, stream.get()));
  CHECK(zener_rows_backward(dev_rows.at, dev_dy.at, count, height, width, dev_dx.at, stream.get()));
  stream.wait();
  close("rows of " + std::to_string(width), dev_y.host(), y, 0);
  close("rows backward of " + std::to_string(width), dev_dx.host(), dx, 1e-6);
}

void test_rows() {
  ATTEMPT(compare(1));
  ATTEMPT(compare(33));
  if (!options().brief) ATTEMPT(compare(300));
}
