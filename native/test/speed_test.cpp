// Prints the table of times: every kernel at mBERT's sizes, with a batch of 32 + 32 sentences.
#include <algorithm>
#include <cstdio>
#include <numeric>

#include "speed.h"
#include "zener.h"

namespace {

// The sizes of mBERT, or small sizes if the kernels are emulated.
struct Sizes {
  int sentences, length, width, heads, wide, labels, vocabulary, positions, types;
  size_t weights;  // the number of weights that an optimiser step changes
  std::vector<int> mmd;

  int pieces() const { return sentences * length; }
  size_t matrix() const { return static_cast<size_t>(pieces()) * width; }
};

const Sizes MBERT{64, 27, 768, 12, 3072, 9, 119547, 512, 2, size_t{64} << 20, {32, 1024, 4096}};
const Sizes SMALL{3, 5, 24, 2, 40, 3, 50, 8, 2, 3000, {4, 70}};

// Random numbers that repeat periodically: drawing every number of a large tensor would take minutes.
Device<float> random(size_t count) {
  const size_t drawn = 1 << 20;
  std::vector<float> numbers = normal(std::min(count, drawn), 0, 1);
  numbers.resize(count);
  for (size_t i = drawn; i < count; i++) numbers[i] = numbers[i - drawn];
  return Device<float>(numbers);
}

std::string shape(int rows, int columns) { return " [" + std::to_string(rows) + "," + std::to_string(columns) + "]"; }

std::vector<int32_t> starts(const Sizes& n) {
  std::vector<int32_t> offsets;
  for (int b = 0; b <= n.sentences; b++) offsets.push_back(b * n.length);
  return offsets;
}

void rows(Speed& speed, const Sizes& n) {
  const int p = n.pieces(), h = n.width;
  const double matrix = 4.0 * n.matrix();
  Device<float> x = random(n.matrix()), other = random(n.matrix()), y(n.matrix()), z(n.matrix());
  std::vector<int32_t> own(p), ids(p);
  std::iota(own.begin(), own.end(), 0);
  for (int i = 0; i < p; i++) ids[i] = static_cast<int32_t>(i * 7919LL % n.vocabulary);
  Device<int32_t> list(own), pieces(ids), offsets(starts(n));
  Device<int64_t> counter(std::vector<int64_t>{5});
  Device<uint16_t> rounded(n.matrix());
  speed.line("sum" + shape(p, h), {3 * matrix}, [&](void* s) { CHECK(zener_sum(x.at, other.at, n.matrix(), y.at, s)); });
  speed.line("rounding to bfloat16", {1.5 * matrix},
             [&](void* s) { CHECK(zener_round(x.at, n.matrix(), rounded.at, s)); });
  speed.line("dropout", {2 * matrix},
             [&](void* s) { CHECK(zener_dropout(x.at, n.matrix(), counter.at, 1, 0.1, y.at, s)); });
  speed.line("rows", {2 * matrix}, [&](void* s) { CHECK(zener_rows_forward(x.at, list.at, p, h, y.at, s)); });
  speed.line("rows, backward", {2 * matrix},
             [&](void* s) { CHECK(zener_rows_backward(list.at, x.at, p, p, h, y.at, s)); });

  const size_t table = static_cast<size_t>(n.vocabulary) * h;
  Device<float> word(table), position(static_cast<size_t>(n.positions) * h), type(static_cast<size_t>(n.types) * h);
  speed.line("embedding", {4 * matrix}, [&](void* s) {
    CHECK(zener_embedding_forward(word.at, position.at, type.at, pieces.at, offsets.at, n.sentences, p, h, y.at, s));
  });
  speed.line("embedding, backward", {matrix + 4.0 * (word.count + position.count + type.count)}, [&](void* s) {
    CHECK(zener_embedding_backward(pieces.at, offsets.at, x.at, n.sentences, p, h, n.vocabulary, n.positions, n.types,
                                   word.at, position.at, type.at, s));
  });

  Device<float> gamma = random(h), beta = random(h), mean(p), rstd(p), dgamma(h), dbeta(h), ds(n.matrix());
  Device<char> workspace(zener_layernorm_workspace(p, h));
  speed.line("layer norm of a sum, with dropout", {4.5 * matrix}, [&](void* s) {
    CHECK(zener_layernorm_forward(x.at, gamma.at, beta.at, other.at, counter.at, 1, 0.1, 1e-12, p, h, y.at, rounded.at,
                                  mean.at, rstd.at, z.at, s));
  });
  speed.line("layer norm, backward", {4 * matrix}, [&](void* s) {
    CHECK(zener_layernorm_backward(z.at, gamma.at, mean.at, rstd.at, x.at, counter.at, 1, 0.1, p, h, ds.at, dgamma.at,
                                   dbeta.at, y.at, nullptr, workspace.at, s));
  });
}

void products(Speed& speed, const Sizes& n, bool small) {
  const int p = n.pieces(), h = n.width, o = n.wide;
  const size_t wide = static_cast<size_t>(p) * o, weights = static_cast<size_t>(o) * h;
  const double element = small ? 2 : 4, flops = 2.0 * p * weights;
  Device<float> x = random(n.matrix()), w = random(weights), dy = random(wide), z = random(wide), bias(o), dw(weights),
                db(o), y(wide), dx(n.matrix());
  Device<uint16_t> x16(n.matrix()), w16(weights), dy16(wide), z16(wide), y16(wide), dx16(n.matrix());
  for (auto [from, to] : {std::pair{&x, &x16}, {&w, &w16}, {&dy, &dy16}, {&z, &z16}}) {
    CHECK(zener_round(from->at, from->count, to->at, nullptr));
  }
  auto of = [small](Device<float>& f, Device<uint16_t>& b) { return small ? static_cast<void*>(b.at) : f.at; };
  Device<char> workspace(zener_linear_workspace());
  Products opened;
  zener_linear* linear = opened.get();
  zener_type type = small ? ZENER_BFLOAT16 : ZENER_FLOAT32;
  zener_linear_shape shape_of{p, h, o, 1, 0, type, type};
  std::string what = std::string("linear with gelu") + shape(p, h) + " to " + std::to_string(o) + (small ? ", bf16" : "");
  speed.line(what, {element * (n.matrix() + weights + 2 * wide), flops, small}, [&](void* s) {
    CHECK(zener_linear_forward(linear, shape_of, of(x, x16), of(w, w16), bias.at, nullptr, of(z, z16), of(y, y16),
                               workspace.at, s));
  });
  speed.line("  backward", {element * (2 * n.matrix() + weights + 3 * wide) + 4.0 * weights, 2 * flops, small},
             [&](void* s) {
               CHECK(zener_linear_backward(linear, shape_of, of(x, x16), of(w, w16), of(dy, dy16), of(z, z16), nullptr,
                                           of(y, y16), of(dx, dx16), dw.at, db.at, workspace.at, s));
             });
}

void attention(Speed& speed, const Sizes& n, bool small) {
  const int p = n.pieces(), size = n.width / n.heads;
  const double element = small ? 2 : 4, flops = 4.0 * p * n.length * n.width;
  Device<float> q = random(n.matrix()), k = random(n.matrix()), v = random(n.matrix()), dy = random(n.matrix()),
                y(n.matrix()), dq(n.matrix()), dk(n.matrix()), dv(n.matrix()), lse(static_cast<size_t>(p) * n.heads),
                delta(static_cast<size_t>(p) * n.heads);
  Device<uint16_t> q16(n.matrix()), k16(n.matrix()), v16(n.matrix());
  for (auto [from, to] : {std::pair{&q, &q16}, {&k, &k16}, {&v, &v16}}) {
    CHECK(zener_round(from->at, from->count, to->at, nullptr));
  }
  Device<int32_t> offsets(starts(n));
  Device<int64_t> counter(std::vector<int64_t>{5});
  zener_type type = small ? ZENER_BFLOAT16 : ZENER_FLOAT32;
  std::string what = std::string("attention") + shape(p, n.width) + (small ? ", bf16" : "");
  speed.line(what, {4 * element * n.matrix(), flops, small}, [&](void* s) {
    CHECK(zener_attention_forward(type, small ? static_cast<void*>(q16.at) : q.at,
                                  small ? static_cast<void*>(k16.at) : k.at, small ? static_cast<void*>(v16.at) : v.at,
                                  offsets.at, offsets.at, counter.at, 1, 0.1, n.sentences, n.length, p, p, n.heads,
                                  size, type, y.at, lse.at, s));
  });
  speed.line("  backward", {(4 * 4 + 3 * element) * n.matrix(), 2 * flops, small}, [&](void* s) {
    CHECK(zener_attention_backward(lse.at, dy.at, q.at, k.at, v.at, offsets.at, offsets.at, counter.at, 1, 0.1,
                                   n.sentences, n.length, p, p, n.heads, size, type, dq.at, dk.at, dv.at, delta.at, s));
  });
}

void losses(Speed& speed, const Sizes& n) {
  const int rows = n.pieces();
  const size_t size = static_cast<size_t>(rows) * n.labels;
  Device<float> logits = random(size), soft = random(size), loss(1), one(std::vector<float>{1}), gradient(size);
  Device<int32_t> labels(std::vector<int32_t>(static_cast<size_t>(rows), 1));
  const double matrix = 4.0 * size;
  speed.line("cross entropy" + shape(rows, n.labels), {matrix + 4.0 * rows}, [&](void* s) {
    CHECK(zener_crossentropy_forward(logits.at, labels.at, rows, n.labels, loss.at, s));
  });
  speed.line("  backward", {2 * matrix + 4.0 * rows}, [&](void* s) {
    CHECK(zener_crossentropy_backward(logits.at, labels.at, one.at, rows, n.labels, gradient.at, s));
  });
  speed.line("soft MSE" + shape(rows, n.labels), {2 * matrix},
             [&](void* s) { CHECK(zener_softmse_forward(logits.at, soft.at, rows, n.labels, loss.at, s)); });
  speed.line("  backward", {3 * matrix}, [&](void* s) {
    CHECK(zener_softmse_backward(logits.at, soft.at, one.at, rows, n.labels, gradient.at, s));
  });
  zener_terms terms{1, 1, 0.1f, {1}, {loss.at}, one.at, {loss.at}};
  speed.line("weighted sum of two losses", {16}, [&](void* s) { CHECK(zener_weightedsum_forward(terms, gradient.at, s)); });
}

void mmd(Speed& speed, const Sizes& n) {
  for (int rows : n.mmd) {
    const size_t size = static_cast<size_t>(rows) * n.width;
    Device<float> x = random(size), y = random(size), value(1), slope(std::vector<float>{1}), dx(size), dy(size);
    Device<char> workspace(zener_mmd_workspace(rows, rows, n.width));
    const double bytes = 8.0 * size, flops = 2.0 * (2.0 * rows) * (2.0 * rows) * n.width;
    std::string what = "mmd" + shape(rows, n.width) + " twice";
    speed.line(what, {bytes, flops}, [&](void* s) {
      CHECK(zener_mmd_forward(x.at, rows, y.at, rows, n.width, value.at, workspace.at, s));
    });
    speed.line("  backward", {2 * bytes, 2 * flops}, [&](void* s) {
      CHECK(zener_mmd_backward(x.at, rows, y.at, rows, n.width, slope.at, dx.at, dy.at, workspace.at, s));
    });
    printf("  needs %.2f MiB for itself\n", workspace.count / 1048576.0);
  }
}

void optimiser(Speed& speed, const Sizes& n) {
  const int64_t stretch = 4096, count = static_cast<int64_t>(n.weights);
  Device<float> value = random(n.weights), gradient = random(n.weights), first = random(n.weights),
                second(std::vector<float>(n.weights, 0.3f)), norm(std::vector<float>{1}),
                scalars(std::vector<float>{1e-3f, 0.1f, 0.001f});
  std::vector<zener_stretch> list;
  for (int64_t from = 0; from < count; from += stretch) list.push_back({0, from, std::min(from + stretch, count)});
  Device<zener_stretch> stretches(list);
  Device<const float*> tensors(std::vector<const float*>{gradient.at});
  Device<double> parts(list.size());
  Device<zener_parameter> parameters(
      std::vector<zener_parameter>{{value.at, gradient.at, first.at, second.at, nullptr, 0.01f}});
  const int blocks = static_cast<int>(list.size());
  speed.line("global norm of " + std::to_string(n.weights), {4.0 * n.weights}, [&](void* s) {
    CHECK(zener_globalnorm(stretches.at, blocks, tensors.at, parts.at, norm.at, s));
  });
  speed.line("AdamW of the same", {28.0 * n.weights}, [&](void* s) {
    CHECK(zener_adamw(stretches.at, blocks, parameters.at, {0.9, 0.999, 1e-8, 1}, norm.at, scalars.at, s));
  });
}

}  // namespace

void print_speed() {
  Speed speed;
  const Sizes& n = speed.emulated() ? SMALL : MBERT;
  rows(speed, n);
  for (bool small : {false, true}) products(speed, n, small);
  for (bool small : {false, true}) attention(speed, n, small);
  losses(speed, n);
  mmd(speed, n);
  optimiser(speed, n);
}
