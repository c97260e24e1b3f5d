// Tests the sum and both conversions, with counts that are no multiples of a block.
#include "check.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

static void compare(size_t count) {
  std::vector<float> a = normal(count, 0, 1), b = normal(count, 0, 2), rounded;
  for (uint16_t bits : to_bfloat16(a)) rounded.push_back(of_bfloat16(bits));
  Numbers sum = doubles(a);
  for (size_t e = 0; e < count; e++) sum[e] += b[e];
  Device<float> dev_a(a), dev_b(b), c(count), wide(count);
  Device<uint16_t> narrow(count);
  Stream stream;
  CHECK(zener_sum(dev_a.at, dev_b.at, count, c.at, stream.get()));
  CHECK(zener_round(dev_a.at, count, narrow.at, stream.get()));
  CHECK(zener_widen(narrow.at, count, wide.at, stream.get()));
  stream.wait();
  close("sum of " + std::to_string(count), c.host(), sum, 1e-6);
  same("bfloat16 of " + std::to_string(count), wide.host(), rounded);
}

void test_elementwise() {
  ATTEMPT(compare(1));
  ATTEMPT(compare(1000));
  if (!options().brief) ATTEMPT(compare(70001));
}
