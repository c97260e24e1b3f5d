// Prints the table of times: every kernel with the sizes of a training step of mBERT's student, on a batch
// of 32 + 32 sentences of 27 pieces on average.
#include "speed.h"

#include <cmath>
#include <cstdio>
#include <numeric>

#include "options.h"
#include "zener.h"

namespace {

// The sizes of mBERT, or small sizes if the kernels are emulated.
struct Sizes {
  int sentences, shortest, longest, width, heads, wide, labels, vocabulary, positions, types;
  int layers;  // that are trained
  int cells;   // of an LSTM
  std::vector<int> mmd;

  // The lengths are evenly spread from the shortest to the longest.
  std::vector<int32_t> offsets() const {
    std::vector<int32_t> all{0};
    for (int b = 0; b < sentences; b++) all.push_back(all.back() + shortest + b * (longest + 1 - shortest) / sentences);
    return all;
  }
  int pieces() const { return offsets().back(); }
  int words() const { return pieces() * 2 / 3; }
  size_t matrix() const { return static_cast<size_t>(pieces()) * width; }

  // The tensors that an optimiser step changes.
  std::vector<size_t> weights() const {
    const size_t h = width, o = wide;
    std::vector<size_t> all;
    for (int l = 0; l < layers; l++) {
      all.insert(all.end(), {h * h, h, h * h, h, h * h, h, h * h, h, h, h, h * o, o, o * h, h, h, h});
      all.insert(all.end(), {labels * h, static_cast<size_t>(labels)});
    }
    return all;
  }
};

const Sizes MBERT{64, 10, 44, 768, 12, 3072, 7, 119547, 512, 2, 9, 200, {32, 1024, 4096}};
const Sizes SMALL{3, 3, 7, 32, 2, 40, 3, 50, 8, 2, 1, 10, {4, 70}};

// Random numbers that repeat periodically: drawing every number of a large tensor would take minutes.
std::vector<float> random(size_t count) {
  static const std::vector<float> drawn = normal(1 << 20, 0, 1);
  std::vector<float> numbers(count);
  for (size_t i = 0; i < count; i++) numbers[i] = drawn[i % drawn.size()];
  return numbers;
}

std::vector<uint16_t> random16(size_t count) {
  static const std::vector<uint16_t> drawn = [] {
    std::vector<float> numbers = random(1 << 20);
    std::vector<uint16_t> halves(numbers.size());
    Device<float> wide(numbers);
    Device<uint16_t> narrow(numbers.size());
    CHECK(zener_round(wide.at, numbers.size(), narrow.at, nullptr));
    download(halves.data(), narrow.at, halves.size() * sizeof(uint16_t));
    return halves;
  }();
  std::vector<uint16_t> numbers(count);
  for (size_t i = 0; i < count; i++) numbers[i] = drawn[i % drawn.size()];
  return numbers;
}

// Random matrices in one of the two types, one for each turn.
class Operand {
 public:
  Operand(size_t count, int turns, zener_type type)
      : small(type == ZENER_BFLOAT16), wide(small ? std::vector<float>(1) : random(count), turns),
        narrow(small ? random16(count) : std::vector<uint16_t>(1), turns) {}
  void* operator[](int turn) const { return small ? static_cast<void*>(narrow[turn]) : wide[turn]; }

 private:
  bool small;
  Turns<float> wide;
  Turns<uint16_t> narrow;
};

double bytes_of(zener_type type) { return type == ZENER_BFLOAT16 ? 2 : 4; }

std::string shape(int rows, int columns) { return " [" + std::to_string(rows) + "," + std::to_string(columns) + "]"; }

void elementwise(Speed& speed, const Sizes& n) {
  const size_t size = n.matrix();
  const double matrix = 4.0 * size;
  const int turns = speed.turns(3.5 * matrix);
  Turns<float> a(random(size), turns), b(random(size), turns), c(size, turns);
  Turns<uint16_t> narrow(random16(size), turns);
  speed.line("sum" + shape(n.pieces(), n.width), {3 * matrix},
             [&](void* s, int t) { CHECK(zener_sum(a[t], b[t], size, c[t], s)); });
  speed.line("rounding to bfloat16", {1.5 * matrix},
             [&](void* s, int t) { CHECK(zener_round(a[t], size, narrow[t], s)); });
  speed.line("widening to float32", {1.5 * matrix},
             [&](void* s, int t) { CHECK(zener_widen(narrow[t], size, c[t], s)); });
}

// The rows of the first pieces of words, as a head selects them.
void rows(Speed& speed, const Sizes& n) {
  const int p = n.pieces(), w = n.words(), h = n.width;
  const double whole = 4.0 * n.matrix(), part = 4.0 * w * h;
  const int turns = speed.turns(whole + part);
  std::vector<int32_t> first(w);
  for (int i = 0; i < w; i++) first[i] = i * 3 / 2;
  Turns<float> x(random(n.matrix()), turns), y(random(static_cast<size_t>(w) * h), turns);
  Device<int32_t> list(first);
  speed.line("rows, " + std::to_string(w) + " of" + shape(p, h), {2 * part},
             [&](void* s, int t) { CHECK(zener_rows_forward(x[t], list.at, w, h, y[t], s)); });
  speed.line("  backward", {part + whole},
             [&](void* s, int t) { CHECK(zener_rows_backward(list.at, y[t], w, p, h, x[t], s)); });
}

// The hidden vectors of a word in two directions of an LSTM, as a tagger joins them.
void concat(Speed& speed, const Sizes& n) {
  const int w = n.words(), h = n.width;
  const double side = 4.0 * w * h;
  const int turns = speed.turns(4 * side);
  Turns<float> left(random(static_cast<size_t>(w) * h), turns), right(random(static_cast<size_t>(w) * h), turns),
      y(random(static_cast<size_t>(w) * 2 * h), turns);
  speed.line("concatenation of" + shape(w, h) + " twice", {4 * side},
             [&](void* s, int t) { CHECK(zener_concat_forward(left[t], right[t], w, h, h, y[t], s)); });
  speed.line("  backward", {4 * side},
             [&](void* s, int t) { CHECK(zener_concat_backward(y[t], w, h, h, left[t], right[t], s)); });
}

// Numbers of labels for 4 and 12 kinds of entities.
void crf(Speed& speed, const Sizes& n) {
  const std::vector<int32_t> starts = n.offsets();
  const int rows = starts.back();
  for (int width : {9, 25}) {
    const size_t size = static_cast<size_t>(rows) * width;
    const double matrix = 4.0 * size, bytes = matrix + 4.0 * (rows + width * width);
    const int turns = speed.turns(2 * matrix);
    Turns<float> emissions(random(size), turns), gradient(size, turns);
    Device<float> transitions(random(static_cast<size_t>(width) * width)), start(random(width)), end(random(width)),
        loss(1), one(std::vector<float>{1}), dtransitions(transitions.count), dstart(width), dend(width);
    Device<int32_t> offsets(starts), labels(std::vector<int32_t>(static_cast<size_t>(rows), 1)), found(rows);
    Device<char> workspace(zener_crf_workspace(rows, width, n.sentences));
    speed.line("CRF" + shape(rows, width), {bytes}, [&](void* s, int t) {
      CHECK(zener_crf_forward(emissions[t], transitions.at, start.at, end.at, offsets.at, labels.at, rows, width,
                              n.sentences, loss.at, workspace.at, s));
    });
    speed.line("  backward", {bytes + matrix + 4.0 * width * width}, [&](void* s, int t) {
      CHECK(zener_crf_backward(emissions[t], transitions.at, start.at, end.at, offsets.at, labels.at, one.at, rows,
                               width, n.sentences, gradient[t], dtransitions.at, dstart.at, dend.at, workspace.at, s));
    });
    speed.line("  Viterbi", {bytes}, [&](void* s, int t) {
      CHECK(zener_crf_viterbi(emissions[t], transitions.at, start.at, end.at, offsets.at, rows, width, n.sentences,
                              found.at, workspace.at, s));
    });
  }
}

void dropout(Speed& speed, const Sizes& n) {
  const double matrix = 4.0 * n.matrix();
  const int turns = speed.turns(2 * matrix);
  Turns<float> x(random(n.matrix()), turns), y(n.matrix(), turns);
  Device<int64_t> counter(std::vector<int64_t>{5});
  speed.line("dropout" + shape(n.pieces(), n.width), {2 * matrix}, [&](void* s, int t) {
    CHECK(zener_dropout(x[t], n.matrix(), counter.at, 1, 0.1, y[t], s));
  });
}

void embedding(Speed& speed, const Sizes& n) {
  const int p = n.pieces(), h = n.width;
  const double matrix = 4.0 * n.matrix();
  const int turns = speed.turns(2 * matrix);
  std::vector<int32_t> ids(p);
  for (int i = 0; i < p; i++) ids[i] = static_cast<int32_t>(i * 7919LL % n.vocabulary);
  Device<int32_t> pieces(ids), offsets(n.offsets());
  Device<float> word(random(static_cast<size_t>(n.vocabulary) * h)), position(random(static_cast<size_t>(n.positions) * h)),
      type(random(static_cast<size_t>(n.types) * h));
  Turns<float> x(random(n.matrix()), turns), y(n.matrix(), turns);
  speed.line("embedding" + shape(p, h), {4 * matrix}, [&](void* s, int t) {
    CHECK(zener_embedding_forward(word.at, position.at, type.at, pieces.at, offsets.at, n.sentences, p, h, y[t], s));
  });
  speed.line("  backward", {matrix + 4.0 * (word.count + position.count + type.count)}, [&](void* s, int t) {
    CHECK(zener_embedding_backward(pieces.at, offsets.at, x[t], n.sentences, p, h, n.vocabulary, n.positions, n.types,
                                   word.at, position.at, type.at, s));
  });
}

void layernorm(Speed& speed, const Sizes& n) {
  const int p = n.pieces(), h = n.width;
  const double matrix = 4.0 * n.matrix();
  const int turns = speed.turns(4.5 * matrix);
  Turns<float> x(random(n.matrix()), turns), other(random(n.matrix()), turns), y(n.matrix(), turns),
      sum(random(n.matrix()), turns);
  Turns<uint16_t> rounded(n.matrix(), turns);
  Device<float> gamma(random(h)), beta(random(h)), mean(random(p)), rstd(random(p)), dgamma(h), dbeta(h);
  Device<int64_t> counter(std::vector<int64_t>{5});
  Device<char> workspace(zener_layernorm_workspace(p, h));
  speed.line("layer norm of a sum, with dropout" + shape(p, h), {4.5 * matrix}, [&](void* s, int t) {
    CHECK(zener_layernorm_forward(x[t], gamma.at, beta.at, other[t], counter.at, 1, 0.1, 1e-12, p, h, y[t], rounded[t],
                                  mean.at, rstd.at, sum[t], s));
  });
  speed.line("  backward", {4 * matrix}, [&](void* s, int t) {
    CHECK(zener_layernorm_backward(sum[t], gamma.at, mean.at, rstd.at, x[t], counter.at, 1, 0.1, p, h, other[t],
                                   dgamma.at, dbeta.at, y[t], nullptr, workspace.at, s));
  });
}

// A linear layer of the encoder. Only the layer with GELU has results of its operands' type.
void product(Speed& speed, zener_linear* linear, int p, int inputs, int outputs, bool gelu, zener_type type) {
  const size_t of_x = static_cast<size_t>(p) * inputs, of_y = static_cast<size_t>(p) * outputs,
               of_w = static_cast<size_t>(outputs) * inputs;
  const zener_type result = gelu ? type : ZENER_FLOAT32;
  const bool small = type == ZENER_BFLOAT16;
  const double element = bytes_of(type), flops = 2.0 * p * of_w;
  const double forward = element * (of_x + of_w) + bytes_of(result) * of_y * (gelu ? 2 : 1),
               backward = element * (of_x + of_w + of_y * (gelu ? 3 : 1)) + bytes_of(ZENER_FLOAT32) * (of_x + of_w);
  const int turns = speed.turns(std::min(forward, backward));
  Operand x(of_x, turns, type), w(of_w, turns, type), dy(of_y, turns, type), dz(gelu ? of_y : 1, turns, type),
      z(gelu ? of_y : 1, turns, result), y(of_y, turns, result);
  Turns<float> dx(of_x, turns), dw(of_w, turns);
  Device<float> bias(random(outputs)), db(outputs);
  Device<char> workspace(zener_linear_workspace());
  zener_linear_shape to{p, inputs, outputs, gelu, 0, type, result}, back = to;
  back.result = ZENER_FLOAT32;
  std::string what = std::string("linear") + (gelu ? " with gelu" : "") + shape(p, inputs) + " to " +
                     std::to_string(outputs) + (small ? ", bf16" : "");
  speed.line(what, {forward, flops, small}, [&](void* s, int t) {
    CHECK(zener_linear_forward(linear, to, x[t], w[t], bias.at, nullptr, gelu ? z[t] : nullptr, y[t], workspace.at, s));
  });
  speed.line("  backward", {backward, 2 * flops, small}, [&](void* s, int t) {
    CHECK(zener_linear_backward(linear, back, x[t], w[t], dy[t], z[t], nullptr, dz[t], dx[t], dw[t], db.at,
                                workspace.at, s));
  });
}

void linear(Speed& speed, const Sizes& n) {
  Products products;
  for (zener_type type : {ZENER_FLOAT32, ZENER_BFLOAT16}) {
    product(speed, products.get(), n.pieces(), n.width, n.width, false, type);
    product(speed, products.get(), n.pieces(), n.width, n.wide, true, type);
    product(speed, products.get(), n.pieces(), n.wide, n.width, false, type);
  }
  product(speed, products.get(), n.words(), n.width, n.labels, false, ZENER_FLOAT32);
}

// The layer of a tagger on word vectors, for the same sentences.
void lstm(Speed& speed, const Sizes& n) {
  const int p = n.pieces(), i = n.width, h = n.cells;
  const size_t of_x = n.matrix(), of_y = static_cast<size_t>(p) * 2 * h, wide = 4 * static_cast<size_t>(h);
  const double x = 4.0 * of_x, y = 4.0 * of_y, flops = 4.0 * p * wide * (i + h);
  const int turns = speed.turns(x + 6 * y);
  Products library;
  Turns<float> input(random(of_x), turns), output(of_y, turns), gates(4 * of_y, turns), cells(of_y, turns),
      dy(random(of_y), turns), dx(of_x, turns);
  Device<int32_t> offsets(n.offsets());
  std::vector<float> small = random(wide * std::max(i, h));
  for (float& v : small) v /= 16;
  Device<float> wx(small), wh(small), b(random(wide)), dwx(wide * i), dwh(wide * h), db(wide), dwx_back(wide * i),
      dwh_back(wide * h), db_back(wide);
  Device<char> workspace(zener_lstm_workspace(p, i, h)), products(zener_linear_workspace());
  speed.line("lstm" + shape(p, i) + " to twice " + std::to_string(h), {x + 6 * y, flops}, [&](void* s, int t) {
    CHECK(zener_lstm_forward(library.get(), 0, input[t], offsets.at, wx.at, wh.at, b.at, wx.at, wh.at, b.at,
                             n.sentences, p, i, h, output[t], nullptr, gates[t], cells[t], workspace.at, products.at,
                             s));
  });
  speed.line("  backward", {2 * x + 7 * y, 2 * flops}, [&](void* s, int t) {
    CHECK(zener_lstm_backward(library.get(), 0, input[t], offsets.at, wx.at, wh.at, wx.at, wh.at, output[t], gates[t],
                              cells[t], dy[t], nullptr, n.sentences, p, i, h, dx[t], dwx.at, dwh.at, db.at,
                              dwx_back.at, dwh_back.at, db_back.at, workspace.at, products.at, s));
  });
}

void attention(Speed& speed, const Sizes& n, zener_type operands, zener_type result) {
  const int p = n.pieces(), size = n.width / n.heads;
  const std::vector<int32_t> starts = n.offsets();
  double pairs = 0;
  for (int b = 0; b < n.sentences; b++) pairs += pow(starts[b + 1] - starts[b], 2);
  const double flops = 4 * pairs * n.width;
  const bool small = operands == ZENER_BFLOAT16, narrow = result == ZENER_BFLOAT16;  // as the products then are
  const double forward = (3 * bytes_of(operands) + bytes_of(result)) * n.matrix(),
               backward = (4 * 4 + 3 * bytes_of(result)) * n.matrix();
  const int turns = speed.turns(std::min(forward, backward));
  Operand q(n.matrix(), turns, operands), k(n.matrix(), turns, operands), v(n.matrix(), turns, operands),
      y(n.matrix(), turns, result), dq(n.matrix(), turns, result), dk(n.matrix(), turns, result),
      dv(n.matrix(), turns, result);
  const size_t rows = static_cast<size_t>(p) * n.heads;
  Turns<float> dy(random(small ? 1 : n.matrix()), turns), lse(rows, turns), delta(rows, turns);
  Device<int32_t> offsets(starts);
  Device<int64_t> counter(std::vector<int64_t>{5});
  std::string what = "attention" + shape(p, n.width) + (small ? ", bf16" : narrow ? ", to bf16" : "") + " up to " +
                     std::to_string(n.longest);
  speed.line(what, {forward, flops, narrow}, [&](void* s, int t) {
    CHECK(zener_attention_forward(operands, q[t], k[t], v[t], offsets.at, offsets.at, counter.at, 1, 0.1, n.sentences,
                                  n.longest, p, p, n.heads, size, result, y[t], lse[t], s));
  });
  if (small) return;  // the backward pass reads float32
  auto floats = [](const Operand& of, int turn) { return static_cast<const float*>(of[turn]); };
  speed.line("  backward", {backward, 2.5 * flops, narrow}, [&](void* s, int t) {
    CHECK(zener_attention_backward(lse[t], dy[t], floats(q, t), floats(k, t), floats(v, t), offsets.at, offsets.at,
                                   counter.at, 1, 0.1, n.sentences, n.longest, p, p, n.heads, size, result, dq[t], dk[t],
                                   dv[t], delta[t], s));
  });
}

void all_attention(Speed& speed, const Sizes& n) {
  attention(speed, n, ZENER_FLOAT32, ZENER_FLOAT32);
  attention(speed, n, ZENER_FLOAT32, ZENER_BFLOAT16);
  attention(speed, n, ZENER_BFLOAT16, ZENER_BFLOAT16);
  Sizes windows = n;  // which need several tiles
  windows.sentences = n.sentences / 4 + 1;
  windows.shortest = 100;
  windows.longest = 128;
  attention(speed, windows, ZENER_FLOAT32, ZENER_BFLOAT16);
}

void losses(Speed& speed, const Sizes& n) {
  const int rows = n.words();
  const size_t size = static_cast<size_t>(rows) * n.labels;
  const double matrix = 4.0 * size;
  const int turns = speed.turns(3 * matrix);
  Turns<float> logits(random(size), turns), soft(random(size), turns), gradient(size, turns);
  Device<float> loss(1), one(std::vector<float>{1}), total(1);
  Device<int32_t> labels(std::vector<int32_t>(static_cast<size_t>(rows), 1));
  speed.line("cross entropy" + shape(rows, n.labels), {matrix + 4.0 * rows}, [&](void* s, int t) {
    CHECK(zener_crossentropy_forward(logits[t], labels.at, rows, n.labels, loss.at, s));
  });
  speed.line("  backward", {2 * matrix + 4.0 * rows}, [&](void* s, int t) {
    CHECK(zener_crossentropy_backward(logits[t], labels.at, one.at, rows, n.labels, gradient[t], s));
  });
  speed.line("soft MSE" + shape(rows, n.labels), {2 * matrix}, [&](void* s, int t) {
    CHECK(zener_softmse_forward(logits[t], soft[t], rows, n.labels, loss.at, s));
  });
  speed.line("  backward", {3 * matrix}, [&](void* s, int t) {
    CHECK(zener_softmse_backward(logits[t], soft[t], one.at, rows, n.labels, gradient[t], s));
  });
  zener_terms terms{1, 1, 0.1f, {1}, {loss.at}, one.at, {loss.at}};
  speed.line("weighted sum of two losses", {16},
             [&](void* s, int) { CHECK(zener_weightedsum_forward(terms, total.at, s)); });
}

void mmd(Speed& speed, const Sizes& n) {
  for (int rows : n.mmd) {
    const size_t size = static_cast<size_t>(rows) * n.width;
    const double bytes = 8.0 * size, flops = 2.0 * (2.0 * rows) * (2.0 * rows) * n.width;
    const int turns = speed.turns(bytes);
    Turns<float> x(random(size), turns), y(random(size), turns), dx(size, turns), dy(size, turns);
    Device<float> value(1), slope(std::vector<float>{1});
    Device<char> workspace(zener_mmd_workspace(rows, rows, n.width));
    speed.line("mmd" + shape(rows, n.width) + " twice", {bytes, flops}, [&](void* s, int t) {
      CHECK(zener_mmd_forward(x[t], rows, y[t], rows, n.width, value.at, workspace.at, s));
    });
    speed.line("  backward", {2 * bytes, 2 * flops}, [&](void* s, int t) {
      CHECK(zener_mmd_backward(x[t], rows, y[t], rows, n.width, slope.at, dx[t], dy[t], workspace.at, s));
    });
    if (!options().once) printf("  needs %.2f MiB for itself\n", workspace.count / 1048576.0);
  }
}

// One list of stretches for all tensors, as op/cuda/Stretches.java makes it. Matrices have bfloat16 copies.
void optimiser(Speed& speed, const Sizes& n) {
  const int64_t stretch = 1 << 15;
  const std::vector<size_t> sizes = n.weights();
  const size_t count = std::accumulate(sizes.begin(), sizes.end(), size_t{0});
  Device<float> value(random(count)), gradient(random(count)), first(random(count)),
      second(std::vector<float>(count, 0.3f)), norm(std::vector<float>{1}),
      scalars(std::vector<float>{1e-3f, 0.1f, 0.001f});
  Device<uint16_t> rounded(count);
  std::vector<zener_stretch> list;
  std::vector<const float*> gradients;
  std::vector<zener_parameter> parameters;
  double copies = 0;
  for (size_t t = 0, at = 0; t < sizes.size(); at += sizes[t++]) {
    const auto size = static_cast<int64_t>(sizes[t]);
    for (int64_t from = 0; from < size; from += stretch) {
      list.push_back({static_cast<int32_t>(t), from, std::min(from + stretch, size)});
    }
    const bool matrix = sizes[t] >= static_cast<size_t>(n.width) * n.width;
    gradients.push_back(gradient.at + at);
    parameters.push_back({value.at + at, gradient.at + at, first.at + at, second.at + at,
                          matrix ? rounded.at + at : nullptr, 0.01f, 1});
    copies += matrix ? 2.0 * size : 0;
  }
  Device<zener_stretch> stretches(list);
  Device<const float*> tensors(gradients);
  Device<zener_parameter> all(parameters);
  Device<double> parts(list.size());
  const int blocks = static_cast<int>(list.size());
  speed.line("global norm of " + std::to_string(count), {4.0 * count}, [&](void* s, int) {
    CHECK(zener_globalnorm(stretches.at, blocks, tensors.at, parts.at, norm.at, s));
  });
  speed.line("AdamW of the same", {28.0 * count + copies}, [&](void* s, int) {
    CHECK(zener_adamw(stretches.at, blocks, all.at, {0.9, 0.999, 1e-8, 1}, norm.at, scalars.at, s));
  });
}

}  // namespace

void print_speed() {
  const struct {
    const char* op;
    void (*print)(Speed&, const Sizes&);
  } parts[] = {{"elementwise", elementwise}, {"rows", rows},           {"dropout", dropout},
               {"embedding", embedding},     {"layernorm", layernorm}, {"linear", linear},
               {"lstm", lstm},               {"attention", all_attention}, {"losses", losses},
               {"mmd", mmd},                 {"optimiser", optimiser},     {"concat", concat},
               {"crf", crf}};
  attempt("the table of times", [&] {
    Speed speed;
    const Sizes& n = speed.emulated() ? SMALL : MBERT;
    for (const auto& part : parts) {
      if (is_wanted(part.op)) attempt(part.op, [&] { part.print(speed, n); });
    }
  });
}
