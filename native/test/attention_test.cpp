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

// The types of q, k and v of the forward pass, and of all results. Backward reads float32 in any case.
struct Types {
  zener_type operands;
  zener_type results;
};

const Types WIDE{ZENER_FLOAT32, ZENER_FLOAT32}, TRAINING{ZENER_FLOAT32, ZENER_BFLOAT16},
    TAGGING{ZENER_BFLOAT16, ZENER_BFLOAT16}, WIDENING{ZENER_BFLOAT16, ZENER_FLOAT32};

using Offsets = std::vector<int32_t>;

Offsets starts(const std::vector<int>& lengths) {
  Offsets offsets{0};
  for (int length : lengths) offsets.push_back(offsets.back() + length);
  return offsets;
}

void compare(int heads, int size, const Offsets& query_offsets, const Offsets& key_offsets, bool dropout, Types types) {
  const int sentences = static_cast<int>(key_offsets.size()) - 1, rest = 3, width = heads * size;
  const int queries = query_offsets.back() + rest, keys = key_offsets.back() + rest;
  const bool small_operands = types.operands == ZENER_BFLOAT16, small = types.results == ZENER_BFLOAT16;
  size_t size_q = static_cast<size_t>(queries) * width, size_k = static_cast<size_t>(keys) * width;
  std::vector<float> q = normal(size_q, 0, 1), k = normal(size_k, 0, 2), v = normal(size_k, 0, 3),
                     dy = normal(size_q, 0, 4);
  for (auto* operand : {&q, &k, &v, &dy}) {
    if (small || small_operands) *operand = rounded(*operand);  // then exact in both types
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
  Matrix own_q(q, small_operands), own_k(k, small_operands), own_v(v, small_operands), dev_y(size_q, small),
      alone(size_q, small);
  Device<int32_t> dev_query_offsets(query_offsets), dev_key_offsets(key_offsets);
  Device<int64_t> counter(std::vector<int64_t>{COUNTER});
  const int64_t* drawn = dropout ? counter.at : nullptr;
  Stream stream;
  for (bool keeps : {true, false}) {
    CHECK(zener_attention_forward(types.operands, own_q.at(), own_k.at(), own_v.at(), dev_query_offsets.at,
                                  dev_key_offsets.at, drawn, SITE, RATE, sentences, longest, queries, keys, heads, size,
                                  types.results, keeps ? dev_y.at() : alone.at(), keeps ? dev_lse.at : nullptr,
                                  stream.get()));
  }
  // The gradients, and with dropout also each of them as the only one that is wanted.
  std::vector<float> all[3], single[3];
  for (int only = -1; only < (dropout ? 3 : 0); only++) {
    Matrix dev_dq(size_q, small), dev_dk(size_k, small), dev_dv(size_k, small);
    Matrix* gradients[] = {&dev_dq, &dev_dk, &dev_dv};
    auto wanted = [&](int i) { return only < 0 || only == i ? gradients[i]->at() : nullptr; };
    CHECK(zener_attention_backward(dev_lse.at, dev_dy.at, dev_q.at, dev_k.at, dev_v.at, dev_query_offsets.at,
                                   dev_key_offsets.at, drawn, SITE, RATE, sentences, longest, queries, keys, heads,
                                   size, types.results, wanted(0), wanted(1), wanted(2), delta.at, stream.get()));
    stream.wait();
    for (int i = 0; i < 3; i++) {
      if (only < 0) all[i] = gradients[i]->host();
      if (only == i) single[i] = gradients[i]->host();
    }
  }
  std::string what = "attention, " + std::to_string(sentences) + " sentences up to " + std::to_string(longest) + ", " +
                     std::to_string(heads) + " heads of " + std::to_string(size) + (dropout ? ", dropout" : "") +
                     (small_operands ? ", from bfloat16" : "") + (small ? ", to bfloat16" : "");
  // Half a unit in the last place of bfloat16, for the rounding of the result, and for that of the
  // probabilities or slopes in it, of which there are more and smaller ones.
  double half = small ? 1.0 / 256 : 0;
  close(what, dev_y.host(), y, 2e-6 + 1.5 * half);
  same(what + " alone", alone.host(), dev_y.host());
  std::vector<float> found = dev_lse.host();
  found.resize(lse.size());
  close(what + " lse", found, lse, small ? 2e-5 : 2e-6);  // tensor cores round sums to fewer bits
  const Numbers* expected[] = {&dq, &dk, &dv};
  const char* names[] = {" dq", " dk", " dv"};
  for (int i = 0; i < 3; i++) {
    close(what + names[i], all[i], *expected[i], 5e-6 + 2 * half);
    if (dropout) same(what + names[i] + " alone", single[i], all[i]);
  }
}

// Lengths around the tiles of the kernels: one tile of 64 rows, one of 32, and several.
const std::vector<int> LENGTHS[] = {{1, 2, 15, 0, 16, 17, 31, 33, 63, 64}, {31, 2, 32}, {65, 1, 128, 0, 200, 17}};

}  // namespace

void test_attention() {
  ATTEMPT(compare(1, 1, {0, 1}, {0, 1}, false, WIDE));
  ATTEMPT(compare(2, 8, {0, 3, 8}, {0, 3, 8}, false, WIDE));
  ATTEMPT(compare(2, 128, {0, 70}, {0, 70}, false, WIDE));
  // Fewer queries than keys, and a sentence without queries. Heads of 20 columns are not for tensor cores.
  for (Types types : {WIDE, TRAINING, TAGGING, WIDENING}) {
    for (int size : {20, 24}) {
      ATTEMPT(compare(3, size, {0, 1, 3, 3, 10}, {0, 40, 73, 80, 150}, true, types));
      ATTEMPT(compare(3, size, {0, 1, 3, 3, 10}, {0, 20, 33, 40, 60}, false, types));
    }
  }
  ATTEMPT(compare(2, 128, {0, 17, 17}, {0, 32, 40}, true, TRAINING));
  ATTEMPT(compare(2, 128, {0, 17}, {0, 40}, true, TRAINING));
  ATTEMPT(compare(2, 64, {0, 17, 50}, {0, 40, 73}, true, TRAINING));
  ATTEMPT(compare(2, 64, {0, 33}, {0, 70}, true, TRAINING));
  if (options().brief) return;
  ATTEMPT(compare(12, 64, {0, 27, 32, 33, 98}, {0, 27, 32, 33, 98}, true, WIDE));
  for (const std::vector<int>& lengths : LENGTHS) {
    for (int size : {8, 32, 40, 64, 128}) {
      for (Types types : {WIDE, TRAINING, TAGGING}) {
        for (bool dropout : {false, true}) {
          ATTEMPT(compare(2, size, starts(lengths), starts(lengths), dropout, types));
        }
      }
    }
  }
}
