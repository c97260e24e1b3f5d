// Compares dropout with the random bits that op/Dropout.java defines, which all devices draw.
#include "check.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

static void compare(size_t count) {
  const int64_t counter = 123456789012345;
  const double rate = 0.1;
  std::vector<float> x = normal(count, 0, 3);
  Device<float> dev_x(x), y(count);
  Device<int64_t> dev_counter(std::vector<int64_t>{counter});
  Stream stream;
  CHECK(zener_dropout(dev_x.at, count, dev_counter.at, 17, rate, y.at, stream.get()));
  stream.wait();
  Numbers expected = doubles(x);
  for (size_t e = 0; e < count; e++) expected[e] *= dropout_factor(counter, 17, rate, e);
  close("dropout of " + std::to_string(count), y.host(), expected, 1e-6);
}

void test_dropout() {
  ATTEMPT(compare(1));
  ATTEMPT(compare(1000));
  if (!options().brief) ATTEMPT(compare(70001));
}
