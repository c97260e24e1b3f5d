// Tests Crf with rows and sentences that pad a batch, against sums of logarithms in double.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "check.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

namespace {

double log_sum_exp(const Numbers& x) {
  double largest = *std::max_element(x.begin(), x.end()), sum = 0;
  if (largest == -INFINITY) return largest;
  for (double value : x) sum += exp(value - largest);
  return largest + log(sum);
}

struct Scores {
  int width;
  std::vector<float> emissions, transitions, start, end;
  std::vector<int32_t> offsets, labels;

  Scores(int width, const std::vector<int>& lengths, int padding, float deviation) : width(width), offsets{0} {
    int words = std::accumulate(lengths.begin(), lengths.end(), 0);
    for (int length : lengths) offsets.push_back(offsets.back() + length);
    offsets.push_back(words);  // a sentence that pads
    emissions = normal(static_cast<size_t>(words + padding) * width, 0, 1);
    transitions = normal(static_cast<size_t>(width) * width, 0, 2);
    start = normal(width, 0, 3);
    end = normal(width, 0, 4);
    for (auto* scores : {&emissions, &transitions, &start, &end}) {
      for (float& score : *scores) score *= deviation;
    }
    for (int w = 0; w < words + padding; w++) labels.push_back(w < words ? w * 7 % width : -1);
  }

  int rows() const { return static_cast<int>(labels.size()); }
  int sentences() const { return static_cast<int>(offsets.size()) - 1; }
  double e(int w, int j) const { return emissions[static_cast<size_t>(w) * width + j]; }
  double t(int i, int j) const { return transitions[static_cast<size_t>(i) * width + j]; }
};

struct Expected {
  double loss = 0;
  Numbers p, demissions, dtransitions, dstart, dend;
  std::vector<float> best;

  explicit Expected(const Scores& s, double dloss)
      : p(s.emissions.size()), demissions(p.size()), dtransitions(s.transitions.size()), dstart(s.width),
        dend(s.width), best(s.rows(), -1) {
    int count = 0;
    for (int b = 0; b < s.sentences(); b++) count += s.offsets[b + 1] > s.offsets[b] ? 1 : 0;
    for (int b = 0; b < s.sentences(); b++) {
      if (s.offsets[b + 1] > s.offsets[b]) sentence(s, s.offsets[b], s.offsets[b + 1] - 1, count, dloss / count);
    }
  }

  void sentence(const Scores& s, int first, int last, int count, double scale) {
    const int c = s.width, words = last - first + 1;
    std::vector<Numbers> alpha(words, Numbers(c)), beta = alpha;
    for (int k = 0; k < words; k++) {
      for (int j = 0; j < c; j++) {
        Numbers from(c), to(c);
        for (int i = 0; i < c; i++) {
          from[i] = k == 0 ? -INFINITY : alpha[k - 1][i] + s.t(i, j);
          to[i] = k == 0 ? -INFINITY : s.t(j, i) + s.e(last - k + 1, i) + beta[words - k][i];
        }
        alpha[k][j] = (k == 0 ? s.start[j] : log_sum_exp(from)) + s.e(first + k, j);
        beta[words - 1 - k][j] = k == 0 ? s.end[j] : log_sum_exp(to);
      }
    }
    Numbers ends(c);
    for (int j = 0; j < c; j++) ends[j] = alpha[words - 1][j] + s.end[j];
    const double all = log_sum_exp(ends);
    double score = static_cast<double>(s.start[s.labels[first]]) + s.end[s.labels[last]];
    for (int w = first; w <= last; w++) {
      const int k = w - first, y = s.labels[w];
      score += s.e(w, y) + (k > 0 ? s.t(s.labels[w - 1], y) : 0);
      for (int j = 0; j < c; j++) {
        const size_t at = static_cast<size_t>(w) * c + j;
        p[at] = exp(alpha[k][j] + beta[k][j] - all);
        demissions[at] = scale * (p[at] - (j == y ? 1 : 0));
        if (w == first) dstart[j] += demissions[at];
        if (w == last) dend[j] += demissions[at];
        for (int i = 0; i < c && k > 0; i++) {
          double pair = exp(alpha[k - 1][i] + s.t(i, j) + s.e(w, j) + beta[k][j] - all);
          bool chosen = i == s.labels[w - 1] && j == y;
          dtransitions[static_cast<size_t>(i) * c + j] += scale * (pair - (chosen ? 1 : 0));
        }
      }
    }
    loss += (all - score) / count;
    viterbi(s, first, last);
  }

  void viterbi(const Scores& s, int first, int last) {
    const int c = s.width;
    Numbers now(c);
    std::vector<std::vector<int>> before;
    for (int w = first; w <= last; w++) {
      Numbers next(c);
      before.emplace_back(c);
      for (int j = 0; j < c; j++) {
        for (int i = 0; i < c && w > first; i++) {
          if (now[i] + s.t(i, j) > now[before.back()[j]] + s.t(before.back()[j], j)) before.back()[j] = i;
        }
        int i = before.back()[j];
        next[j] = (w == first ? s.start[j] : now[i] + s.t(i, j)) + s.e(w, j);
      }
      now = next;
    }
    int label = 0;
    for (int j = 0; j < c; j++) label = now[j] + s.end[j] > now[label] + s.end[label] ? j : label;
    for (int w = last; w >= first; w--) {
      best[w] = static_cast<float>(label);
      label = before[w - first][label];
    }
  }
};

void compare(int width, const std::vector<int>& lengths, int padding, float deviation) {
  const Scores s(width, lengths, padding, deviation);
  const float dloss = 0.7f;
  const Expected expected(s, dloss);
  Device<float> emissions(s.emissions), transitions(s.transitions), start(s.start), end(s.end), loss(1),
      one(std::vector<float>{dloss}), p(s.emissions.size()), demissions(p.count), dtransitions(transitions.count),
      dstart(width), dend(width), alone(transitions.count), demissions_alone(p.count);
  Device<int32_t> offsets(s.offsets), labels(s.labels), best(s.rows());
  Device<char> workspace(zener_crf_workspace(s.rows(), width, s.sentences()));
  Stream stream;
  auto backward = [&](float* de, float* dt, float* ds, float* dn) {
    CHECK(zener_crf_backward(emissions.at, transitions.at, start.at, end.at, offsets.at, labels.at, one.at, s.rows(),
                             width, s.sentences(), de, dt, ds, dn, workspace.at, stream.get()));
  };
  CHECK(zener_crf_forward(emissions.at, transitions.at, start.at, end.at, offsets.at, labels.at, s.rows(), width,
                          s.sentences(), loss.at, workspace.at, stream.get()));
  backward(demissions.at, dtransitions.at, dstart.at, dend.at);
  backward(nullptr, alone.at, nullptr, nullptr);
  backward(demissions_alone.at, nullptr, nullptr, nullptr);
  CHECK(zener_crf_marginals(emissions.at, transitions.at, start.at, end.at, offsets.at, s.rows(), width, s.sentences(),
                            p.at, workspace.at, stream.get()));
  CHECK(zener_crf_viterbi(emissions.at, transitions.at, start.at, end.at, offsets.at, s.rows(), width, s.sentences(),
                          best.at, workspace.at, stream.get()));
  stream.wait();
  std::string what = "CRF of " + std::to_string(width) + " labels, scores up to " + std::to_string(deviation);
  std::vector<int32_t> found = best.host();
  close(what, loss.host(), Numbers{expected.loss}, 2e-6);
  close(what + ", probabilities", p.host(), expected.p, 1e-5);
  close(what + ", gradient of emissions", demissions.host(), expected.demissions, 2e-5);
  close(what + ", of transitions", dtransitions.host(), expected.dtransitions, 2e-5);
  close(what + ", of starts", dstart.host(), expected.dstart, 2e-5);
  close(what + ", of ends", dend.host(), expected.dend, 2e-5);
  same(what + ", of transitions alone", alone.host(), dtransitions.host());
  same(what + ", of emissions alone", demissions_alone.host(), demissions.host());
  same(what + ", best labels", std::vector<float>(found.begin(), found.end()), expected.best);
}

void without_words() {
  const int width = 3;
  Device<float> scores(std::vector<float>(12)), loss(std::vector<float>{1}), one(std::vector<float>{1}),
      gradient(std::vector<float>(9, 1));
  Device<int32_t> offsets(std::vector<int32_t>(3)), labels(std::vector<int32_t>(8, -1));
  Device<char> workspace(zener_crf_workspace(0, width, 2));
  Stream stream;
  for (int sentences : {0, 2}) {
    CHECK(zener_crf_forward(scores.at, scores.at, scores.at, scores.at, offsets.at, labels.at, 0, width, sentences,
                            loss.at, workspace.at, stream.get()));
    CHECK(zener_crf_backward(scores.at, scores.at, scores.at, scores.at, offsets.at, labels.at, one.at, 0, width,
                             sentences, nullptr, gradient.at, nullptr, nullptr, workspace.at, stream.get()));
    stream.wait();
    same("CRF without words", loss.host(), {0});
    same("CRF without words, gradient", gradient.host(), std::vector<float>(9));
  }
}

}  // namespace

void test_crf() {
  ATTEMPT(without_words());
  ATTEMPT(compare(2, {2, 1}, 0, 1));
  ATTEMPT(compare(5, {3, 0, 1, 6}, 3, 1));
  ATTEMPT(compare(9, {4, 2}, 2, 100));
  ATTEMPT(compare(33, {3, 2}, 1, 1));
  ATTEMPT(compare(73, {3}, 1, 1));
  if (options().brief) return;
  ATTEMPT(compare(25, {22, 1, 0, 30}, 11, 1));
  ATTEMPT(compare(6, {9, 1, 4}, 0, 1e4f));
  ATTEMPT(compare(4, std::vector<int>(300, 2), 5, 1));
  ATTEMPT(compare(5, {700}, 0, 1));
  ATTEMPT(compare(150, {2, 2}, 0, 2));
}
