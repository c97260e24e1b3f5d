// Checks whether products can be recorded that no call has run before. Their algorithms are then chosen
// while the stream records, which some versions of cuBLASLt may refuse. The process must be a fresh one.
#include "check.h"
#include "reference.h"
#include "zener.h"

namespace {

const int ROWS = 64, INPUTS = 48, OUTPUTS = 96;

struct Expected {
  Numbers y = Numbers(ROWS * OUTPUTS), dx = Numbers(ROWS * INPUTS), dw = Numbers(OUTPUTS * INPUTS),
          db = Numbers(OUTPUTS);

  Expected(const std::vector<float>& x, const std::vector<float>& w, const std::vector<float>& bias,
           const std::vector<float>& dy) {
    for (int r = 0; r < ROWS; r++) {
      for (int o = 0; o < OUTPUTS; o++) {
        double g = dy[r * OUTPUTS + o], sum = bias[o];
        for (int i = 0; i < INPUTS; i++) {
          sum += static_cast<double>(x[r * INPUTS + i]) * w[o * INPUTS + i];
          dx[r * INPUTS + i] += g * w[o * INPUTS + i];
          dw[o * INPUTS + i] += g * x[r * INPUTS + i];
        }
        y[r * OUTPUTS + o] = sum;
        db[o] += g;
      }
    }
  }
};

void compare(bool small) {
  std::vector<float> x = normal(ROWS * INPUTS, 0, 1), w = normal(OUTPUTS * INPUTS, 0, 2), bias = normal(OUTPUTS, 0, 3),
                     dy = normal(ROWS * OUTPUTS, 0, 4);
  for (auto* operand : {&x, &w, &dy}) {
    for (float& number : *operand) number = of_bfloat16(to_bfloat16({number})[0]);  // then exact in both types
  }
  Expected expected(x, w, bias, dy);
  Device<float> dev_x(x), dev_w(w), dev_dy(dy), dev_bias(bias), y(expected.y.size()), dx(expected.dx.size()),
      dw(expected.dw.size()), db(expected.db.size());
  Device<uint16_t> x16(to_bfloat16(x)), w16(to_bfloat16(w)), dy16(to_bfloat16(dy));
  auto of = [small](Device<float>& f, Device<uint16_t>& b) { return small ? static_cast<void*>(b.at) : f.at; };
  Device<char> workspace(zener_linear_workspace());
  Products products;
  Stream stream;
  zener_linear_shape shape{ROWS, INPUTS, OUTPUTS, 0, 0, small ? ZENER_BFLOAT16 : ZENER_FLOAT32, ZENER_FLOAT32};
  Recording recording(stream, [&](void* s) {
    CHECK(zener_linear_forward(products.get(), shape, of(dev_x, x16), of(dev_w, w16), dev_bias.at, nullptr, nullptr,
                               y.at, workspace.at, s));
    CHECK(zener_linear_backward(products.get(), shape, of(dev_x, x16), of(dev_w, w16), of(dev_dy, dy16), nullptr,
                                nullptr, nullptr, dx.at, dw.at, db.at, workspace.at, s));
  });
  std::vector<std::vector<float>> first;
  for (int replay = 0; replay < 2; replay++) {
    for (auto* result : {&y, &dx, &dw, &db}) {
      upload(result->at, std::vector<float>(result->count, -7).data(), result->count * sizeof(float));
    }
    recording.replay();
    stream.wait();
    std::vector<std::vector<float>> found{y.host(), dx.host(), dw.host(), db.host()};
    std::string what = std::string(small ? "bfloat16" : "float32") + " products, replay " + std::to_string(replay + 1);
    close(what + " y", found[0], expected.y, 1e-5);
    close(what + " dx", found[1], expected.dx, 1e-5);
    close(what + " dw", found[2], expected.dw, 1e-5);
    close(what + " db", found[3], expected.db, 1e-5);
    if (replay == 0) first = found;
    for (size_t i = 0; i < found.size(); i++) same(what + ", result " + std::to_string(i + 1), found[i], first[i]);
  }
}

}  // namespace

void test_recorded_first() {
  ATTEMPT(compare(true));
  ATTEMPT(compare(false));
}
