// Tests the bidirectional LSTM: short, long and empty sequences, padding rows, one and several sequences of a block,
// and every output and gradient that may be null.
#include <cmath>

#include "check.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

namespace {

constexpr int DIRECTIONS = 2;

struct Case {
  std::vector<int> lengths;
  int inputs, size, padding;
  bool dy, dlast;
};

struct Weights {
  std::vector<float> wx, wh, b;
};

double sigmoid(double z) { return 1 / (1 + exp(-z)); }

// A batch with its results and gradients in double.
struct Reference {
  int rows, sequences;
  std::vector<int32_t> offsets{0};
  std::vector<float> x, dy, dlast;
  Weights weights[DIRECTIONS];
  Numbers y, last, gates, cells, dx, dwx[DIRECTIONS], dwh[DIRECTIONS], db[DIRECTIONS];

  explicit Reference(const Case& t) : sequences(static_cast<int>(t.lengths.size())) {
    for (int length : t.lengths) offsets.push_back(offsets.back() + length);
    rows = offsets.back() + t.padding;
    const size_t n = rows, h = t.size, i = t.inputs;
    x = normal(n * i, 0, 1);
    dy = normal(n * 2 * h, 0, 2);
    dlast = normal(sequences * 2 * h, 0, 3);
    y = Numbers(n * 2 * h);
    cells = y;
    gates = Numbers(n * 8 * h);
    last = Numbers(sequences * 2 * h);
    dx = Numbers(n * i);
    for (int d = 0; d < DIRECTIONS; d++) {
      Weights& w = weights[d];
      w = {normal(4 * h * i, 0, 4 + d), normal(4 * h * h, 0, 6 + d), normal(4 * h, 0, 8 + d)};
      for (float& v : w.wx) v /= sqrtf(static_cast<float>(i));
      for (float& v : w.wh) v /= sqrtf(static_cast<float>(h));
      dwx[d] = Numbers(w.wx.size());
      dwh[d] = Numbers(w.wh.size());
      db[d] = Numbers(w.b.size());
      for (int s = 0; s < sequences; s++) {
        run(t, d, s);
        run_backward(t, d, s);
      }
    }
  }

  size_t row(int d, int s, int t) const { return d == 0 ? offsets[s] + t : offsets[s + 1] - 1 - t; }

  void run(const Case& t, int d, int s) {
    const size_t h = t.size, wide = 4 * h;
    const int length = t.lengths[s];
    Numbers z(wide);
    for (int step = 0; step < length; step++) {
      const size_t at = row(d, s, step), own = at * 2 * h + d * h;
      const size_t before = step > 0 ? row(d, s, step - 1) * 2 * h + d * h : 0;
      for (size_t c = 0; c < wide; c++) {
        z[c] = weights[d].b[c];
        for (int k = 0; k < t.inputs; k++) z[c] += x[at * t.inputs + k] * weights[d].wx[c * t.inputs + k];
        for (size_t k = 0; step > 0 && k < h; k++) z[c] += y[before + k] * weights[d].wh[c * h + k];
        z[c] = c / h == 2 ? tanh(z[c]) : sigmoid(z[c]);
        gates[at * 8 * h + d * wide + c] = z[c];
      }
      for (size_t j = 0; j < h; j++) {
        cells[own + j] = z[h + j] * (step > 0 ? cells[before + j] : 0) + z[j] * z[2 * h + j];
        y[own + j] = z[3 * h + j] * tanh(cells[own + j]);
        if (step + 1 == length) last[(s * 2 + d) * h + j] = y[own + j];
      }
    }
  }

  void run_backward(const Case& t, int d, int s) {
    const size_t h = t.size, wide = 4 * h, i = t.inputs;
    Numbers dh(h), dc(h), dz(wide);
    for (int step = t.lengths[s] - 1; step >= 0; step--) {
      const size_t at = row(d, s, step), own = at * 2 * h + d * h;
      const size_t before = step > 0 ? row(d, s, step - 1) * 2 * h + d * h : 0;
      const double* g = &gates[at * 8 * h + d * wide];
      for (size_t j = 0; j < h; j++) {
        if (t.dy) dh[j] += dy[own + j];
        if (t.dlast && step + 1 == t.lengths[s]) dh[j] += dlast[(s * 2 + d) * h + j];
        const double bent = tanh(cells[own + j]);
        dc[j] += dh[j] * g[3 * h + j] * (1 - bent * bent);
        dz[j] = dc[j] * g[2 * h + j] * g[j] * (1 - g[j]);
        dz[h + j] = dc[j] * (step > 0 ? cells[before + j] : 0) * g[h + j] * (1 - g[h + j]);
        dz[2 * h + j] = dc[j] * g[j] * (1 - g[2 * h + j] * g[2 * h + j]);
        dz[3 * h + j] = dh[j] * bent * g[3 * h + j] * (1 - g[3 * h + j]);
        dc[j] *= g[h + j];
        dh[j] = 0;
      }
      for (size_t c = 0; c < wide; c++) {
        db[d][c] += dz[c];
        for (size_t k = 0; k < i; k++) {
          dwx[d][c * i + k] += dz[c] * x[at * i + k];
          dx[at * i + k] += dz[c] * weights[d].wx[c * i + k];
        }
        for (size_t k = 0; k < h; k++) {
          dh[k] += dz[c] * weights[d].wh[c * h + k];
          if (step > 0) dwh[d][c * h + k] += dz[c] * y[before + k];
        }
      }
    }
  }
};

std::vector<float> floats(const Numbers& x) { return std::vector<float>(x.begin(), x.end()); }

struct DeviceWeights {
  Device<float> wx, wh, b;
  explicit DeviceWeights(const Weights& w) : wx(w.wx), wh(w.wh), b(w.b) {}
};

void compare(Case t) {
  const Reference r(t);
  const int n = r.rows, s = r.sequences, i = t.inputs, h = t.size;
  Device<float> x(r.x), dy(r.dy), dlast(r.dlast), y(r.y.size()), last(r.last.size()), gates(r.gates.size()),
      cells(r.cells.size()), y_alone(r.y.size()), last_alone(r.last.size());
  Device<int32_t> offsets(r.offsets);
  DeviceWeights to(r.weights[0]), back(r.weights[1]);
  Device<char> workspace(zener_lstm_workspace(n, i, h)), products(zener_linear_workspace());
  Products library;
  Stream stream;
  auto forward = [&](float* into_y, float* into_last, float* into_gates, float* into_cells) {
    CHECK(zener_lstm_forward(library.get(), 0, x.at, offsets.at, to.wx.at, to.wh.at, to.b.at, back.wx.at, back.wh.at,
                             back.b.at, s, n, i, h, into_y, into_last, into_gates, into_cells, workspace.at,
                             products.at, stream.get()));
  };
  forward(y.at, last.at, gates.at, cells.at);
  forward(y_alone.at, nullptr, nullptr, nullptr);
  forward(nullptr, last_alone.at, nullptr, nullptr);
  stream.wait();
  std::string what = "lstm [" + std::to_string(n) + "," + std::to_string(i) + "] to " + std::to_string(h);
  close(what + " y", y.host(), r.y, 1e-5);
  close(what + " last", last.host(), r.last, 1e-5);
  close(what + " gates", gates.host(), r.gates, 1e-5);
  close(what + " cells", cells.host(), r.cells, 1e-5);
  same(what + " y alone", y_alone.host(), y.host());
  same(what + " last alone", last_alone.host(), last.host());

  Device<float> known_y(floats(r.y)), known_gates(floats(r.gates)), known_cells(floats(r.cells));
  Device<float> dx(r.dx.size()), dx_alone(r.dx.size()), dwx(r.dwx[0].size()), dwh(r.dwh[0].size()),
      db(r.db[0].size()), dwx_back(dwx.count), dwh_back(dwh.count), db_back(db.count), db_alone(db.count),
      dwh_alone(dwh.count);
  auto backward = [&](float* into_dx, float* into_dwx, float* into_dwh, float* into_db, float* into_dwx_back,
                      float* into_dwh_back, float* into_db_back) {
    CHECK(zener_lstm_backward(library.get(), 0, x.at, offsets.at, to.wx.at, to.wh.at, back.wx.at, back.wh.at,
                              known_y.at, known_gates.at, known_cells.at, t.dy ? dy.at : nullptr,
                              t.dlast ? dlast.at : nullptr, s, n, i, h, into_dx, into_dwx, into_dwh, into_db,
                              into_dwx_back, into_dwh_back, into_db_back, workspace.at, products.at, stream.get()));
  };
  backward(dx.at, dwx.at, dwh.at, db.at, dwx_back.at, dwh_back.at, db_back.at);
  backward(dx_alone.at, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
  backward(nullptr, nullptr, dwh_alone.at, nullptr, nullptr, nullptr, db_alone.at);
  stream.wait();
  close(what + " dx", dx.host(), r.dx, 1e-4);
  close(what + " dwx", dwx.host(), r.dwx[0], 1e-4);
  close(what + " dwh", dwh.host(), r.dwh[0], 1e-4);
  close(what + " db", db.host(), r.db[0], 1e-4);
  close(what + " backward dwx", dwx_back.host(), r.dwx[1], 1e-4);
  close(what + " backward dwh", dwh_back.host(), r.dwh[1], 1e-4);
  close(what + " backward db", db_back.host(), r.db[1], 1e-4);
  same(what + " dx alone", dx_alone.host(), dx.host());
  same(what + " dwh alone", dwh_alone.host(), dwh.host());
  same(what + " backward db alone", db_alone.host(), db_back.host());
}

}  // namespace

void test_lstm() {
  ATTEMPT(compare({{1}, 1, 1, 0, true, true}));
  ATTEMPT(compare({{3, 0, 1, 7, 2}, 5, 9, 3, true, true}));
  if (options().brief) return;
  ATTEMPT(compare({{4, 6}, 33, 31, 0, true, false}));
  ATTEMPT(compare({{4, 6, 0, 0}, 3, 65, 6, false, true}));
  ATTEMPT(compare({{3, 2}, 7, 260, 1, true, true}));  // one sequence a block
  ATTEMPT(compare({{0, 0}, 3, 4, 2, true, true}));
  ATTEMPT(compare({{}, 3, 4, 0, true, true}));
}
