// Compares dropout with the random bits that op/Dropout.java defines, which all devices draw.
#include "check.h"
#include "reference.h"
#include "zener.h"

void test_dropout() {
  const int64_t counter = 123456789012345;
  const double rate = 0.1;
  for (size_t count : {size_t{1}, size_t{1000}, size_t{70001}}) {
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
}
