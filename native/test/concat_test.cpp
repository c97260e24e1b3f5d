// Tests Concat: both sides and each gradient alone.
#include "check.h"
#include "options.h"
#include "zener.h"

static void compare(int rows, int lefts, int rights) {
  const size_t l = static_cast<size_t>(rows) * lefts, r = static_cast<size_t>(rows) * rights;
  std::vector<float> left = normal(l, 0, 1), right = normal(r, 0, 2), y;
  for (int n = 0; n < rows; n++) {
    y.insert(y.end(), left.begin() + n * lefts, left.begin() + (n + 1) * lefts);
    y.insert(y.end(), right.begin() + n * rights, right.begin() + (n + 1) * rights);
  }
  Device<float> dev_left(left), dev_right(right), dev_y(l + r), dleft(l), dright(r), left_alone(l), right_alone(r);
  Stream stream;
  CHECK(zener_concat_forward(dev_left.at, dev_right.at, rows, lefts, rights, dev_y.at, stream.get()));
  CHECK(zener_concat_backward(dev_y.at, rows, lefts, rights, dleft.at, dright.at, stream.get()));
  CHECK(zener_concat_backward(dev_y.at, rows, lefts, rights, left_alone.at, nullptr, stream.get()));
  CHECK(zener_concat_backward(dev_y.at, rows, lefts, rights, nullptr, right_alone.at, stream.get()));
  stream.wait();
  std::string what = "concatenation of " + std::to_string(lefts) + " and " + std::to_string(rights);
  same(what, dev_y.host(), y);
  same(what + ", left gradient", dleft.host(), left);
  same(what + ", right gradient", dright.host(), right);
  same(what + ", left gradient alone", left_alone.host(), left);
  same(what + ", right gradient alone", right_alone.host(), right);
}

void test_concat() {
  ATTEMPT(compare(1, 1, 1));
  ATTEMPT(compare(7, 3, 33));
  ATTEMPT(compare(5, 0, 3));
  if (!options().brief) ATTEMPT(compare(70, 65, 32));
}
