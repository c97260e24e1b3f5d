// Tests attention with sentences of many lengths, fewer queries than keys, and rows after the last
// sentence.
#include <algorithm>
#include <cmath>

#include "check.h"
#include "matrix.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

namespace {

const int64_t COUNTER = 99;
const int SITE = 3;
const double RATE = 0.1;

void compare(int heads, int size, const std::vector<int32_t>& query_offsets, const std::vector<int32_t>& key_offsets,
             bool dropout, bool small = false) {
  const int sentences = static_cast<int>(key_offsets.size()) - 1, rest = 3, width = heads * size;
  const int queries = query_offsets.back() + rest, keys = key_offsets.back() + rest;
  size_t size_q = static_cast<size_t>(queries) * width, size_k = static_cast<size_t>(keys) * width;
  std::vector<float> q = normal(size_q, 0, 1), k = normal(size_k, 0, 2), v = normal(size_k, 0, 3),
                     dy = normal(size_q, 0, 4);
  for (auto* operand : {&q, &k, &v}) {
    if (small) *operand = rounded(*operand);  // then exact in both types
  }
  Numbers y(size_q), lse(static_cast<size_t>(query_offsets.back()) * heads), dq(size_q), dk(size_k), dv(size_k);
  double scale = 1 / sqrt(size);
  int longest = 0;
  for (int b = 0; b < sentences; b++) {
    int first = key_offsets[b], count = key_offsets[b + 1] - first;
    longest = std::max(longest, count);
    for (int i = query_offsets[b]; i < query_offsets[b + 1]; i++) {
      for (int a = 0; a < heads; a++) {
        size_t at = (static_cast<size_t>(i) * heads + a) * size;
        Numbers p(count), kept(count, 1), dp(count);
        double largest = -INFINITY, sum = 0, delta = 0;
        auto of = [&](int j) { return (static_cast<size_t>(first + j) * heads + a) * size; };
        for (int j = 0; j < count; j++) {
          for (int d = 0; d < size; d++) p[j] += scale * q[at + d] * k[of(j) + d];
          largest = fmax(largest, p[j]);
        }
        for (double& number : p) sum += number = exp(number - largest);
        lse[static_cast<size_t>(i) * heads + a] = largest + log(sum);
        for (int j = 0; j < count; j++) {
          p[j] /= sum;
          if (dropout) kept[j] = dropout_factor(COUNTER, SITE, RATE, (static_cast<uint64_t>(i) * heads + a) * (1 << 20) + j);
          for (int d = 0; d < size; d++) {
            y[at + d] += p[j] * kept[j] * v[of(j) + d];
            dp[j] += static_cast<double>(dy[at + d]) * v[of(j) + d];
          }
          delta += p[j] * kept[j] * dp[j];
        }
        for (int j = 0; j < count; j++) {
          double ds = p[j] * (kept[j] * dp[j] - delta) * scale;
          for (int d = 0; d < size; d++) {
            dq[at + d] += ds * k[of(j) + d];
            dk[of(j) + d] += ds * q[at + d];
            dv[of(j) + d] += p[j] * kept[j] * dy[at + d];
          }
        }
      }
    }
  }
  Device<float> dev_q(q), dev_k(k), dev_v(v), dev_dy(dy), dev_lse(static_cast<size_t>(queries) * heads),
      delta(static_cast<size_t>(queries) * heads);
  Matrix own_q(q, small), own_k(k, small), own_v(v, small), dev_y(size_q, small), alone(size_q, small),
      dev_dq(size_q, small), dev_dk(size_k, small), dev_dv(size_k, small);
  zener_type type = small ? ZENER_BFLOAT16 : ZENER_FLOAT32;
  Device<int32_t> dev_query_offsets(query_offsets), dev_key_offsets(key_offsets);
  Device<int64_t> counter(std::vector<int64_t>{COUNTER});
  const int64_t* drawn = dropout ? counter.at : nullptr;
  Stream stream;
  for (bool keeps : {true, false}) {
    CHECK(zener_attention_forward(type, own_q.at(), own_k.at(), own_v.at(), dev_query_offsets.at, dev_key_offsets.at,
                                  drawn, SITE, RATE, sentences, longest, queries, keys, heads, size, type,
                                  keeps ? dev_y.at() : alone.at(), keeps ? dev_lse.at : nullptr, stream.get()));
  }
  CHECK(zener_attention_backward(dev_lse.at, dev_dy.at, dev_q.at, dev_k.at, dev_v.at, dev_query_offsets.at,
                                 dev_key_offsets.at, drawn, SITE, RATE, sentences, longest, queries, keys, heads, size,
                                 type, dev_dq.at(), dev_dk.at(), dev_dv.at(), delta.at, stream.get()));
  stream.wait();
  std::string what = "attention, " + std::to_string(sentences) + " sentences up to " + std::to_string(longest) + ", " +
                     std::to_string(heads) + " heads of " + std::to_string(size) + (dropout ? ", dropout" : "") +
                     (small ? ", bfloat16" : "");
  double half = small ? 1.0 / 256 : 0;  // half a unit in the last place of bfloat16
  close(what, dev_y.host(), y, 2e-6 + half);
  same(what + " alone", alone.host(), dev_y.host());
  std::vector<float> found = dev_lse.host();
  found.resize(lse.size());
  close(what + " lse", found, lse, 2e-6);
  close(what + " dq", dev_dq.host(), dq, 5e-6 + half);
  close(what + " dk", dev_dk.host(), dk, 5e-6 + half);
  close(what + " dv", dev_dv.host(), dv, 5e-6 + half);
}

}  // namespace

void test_attention() {
  ATTEMPT(compare(1, 1, {0, 1}, {0, 1}, false));
  ATTEMPT(compare(2, 8, {0, 3, 8}, {0, 3, 8}, false));
  // fewer queries than keys, and a sentence without queries
  ATTEMPT(compare(3, 20, {0, 1, 3, 3, 10}, {0, 40, 73, 80, 150}, true));
  ATTEMPT(compare(3, 20, {0, 1, 3, 3, 10}, {0, 40, 73, 80, 150}, true, true));
  ATTEMPT(compare(4, 16, {0, 5, 38}, {0, 5, 38}, false, true));
  ATTEMPT(compare(2, 128, {0, 70}, {0, 70}, false));
  if (!options().brief) ATTEMPT(compare(12, 64, {0, 27, 32, 33, 98}, {0, 27, 32, 33, 98}, true));
}
