// Tests the embedding, with repeated ids and rows after the last sentence.
#include "check.h"
#include "options.h"
#include "reference.h"
#include "zener.h"

static void compare(int width) {
  const int vocabulary = 60, positions = 40, types = 2;
  const std::vector<int32_t> offsets{0, 5, 5, 40, 75};
  const int sentences = 4, count = 80, used = offsets[sentences];
  auto table = [&](int rows, unsigned seed) { return normal(static_cast<size_t>(rows) * width, 0, seed); };
  std::vector<float> word = table(vocabulary, 1), position = table(positions, 2), type = table(types, 3),
                     dy = table(count, 4);
  std::vector<int32_t> ids(count);
  for (int i = 0; i < count; i++) ids[i] = i * 7 % 41;
  Numbers y(dy.size()), dword(word.size()), dposition(position.size()), dtype(type.size());
  for (int b = 0; b < sentences; b++) {
    for (int i = offsets[b]; i < offsets[b + 1]; i++) {
      for (int c = 0; c < width; c++) {
        size_t e = static_cast<size_t>(i) * width + c, w = static_cast<size_t>(ids[i]) * width + c,
               p = static_cast<size_t>(i - offsets[b]) * width + c;
        y[e] = static_cast<double>(word[w]) + position[p] + type[c];
        dword[w] += dy[e];
        dposition[p] += dy[e];
        dtype[c] += dy[e];
      }
    }
  }
  Device<float> dev_word(word), dev_position(position), dev_type(type), dev_dy(dy), dev_y(dy.size()),
      dev_dword(word.size()), dev_dposition(position.size()), dev_dtype(type.size());
  Device<int32_t> dev_ids(ids), dev_offsets(offsets);
  Stream stream;
  CHECK(zener_embedding_forward(dev_word.at, dev_position.at, dev_type.at, dev_ids.at, dev_offsets.at, sentences,
                                count, width, dev_y.at, stream.get()));
  CHECK(zener_embedding_backward(dev_ids.at, dev_offsets.at, dev_dy.at, sentences, count, width, vocabulary,
                                 positions, types, dev_dword.at, dev_dposition.at, dev_dtype.at, stream.get()));
  stream.wait();
  std::string what = "embedding of " + std::to_string(used) + " in " + std::to_string(count) + " rows, width " +
                     std::to_string(width);
  close(what, dev_y.host(), y, 1e-6);
  close(what + " dword", dev_dword.host(), dword, 1e-6);
  close(what + " dposition", dev_dposition.host(), dposition, 1e-6);
  close(what + " dtype", dev_dtype.host(), dtype, 2e-6);
}

void test_embedding() {
  ATTEMPT(compare(1));
  ATTEMPT(compare(33));
  if (!options().brief) ATTEMPT(compare(300));
}
