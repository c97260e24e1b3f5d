// Measures how long a kernel takes and compares it with the maximum speed of the card.
#pragma once

#include <algorithm>
#include <functional>
#include <string>

#include "check.h"
#include "zener.h"

// The minimum work of a call: every input is read and every output is written once; a multiplication and
// its addition are two operations.
struct Work {
  double bytes;
  double flops = 0;
  bool bfloat16 = false;  // the type of its products, which selects their ceiling
};

// Puts a call on a stream. `turn` selects the buffers.
using Call = std::function<void(void* stream, int turn)>;

class Speed {
 public:
  // Measures the ceilings: a large copy within the device, and large products by cuBLASLt.
  Speed();

  // Whether the kernels run as plain C++; sizes are then small, and the times say nothing about a card.
  bool emulated() const { return is_emulated; }

  // In how many sets of buffers a line must work in turn, if a set has so many bytes. Together they are
  // larger than the card's cache, so that a call does not find its inputs there. Small buffers stay in
  // the cache even so, because there are at most as many sets as calls of a recording.
  int turns(double bytes) const;

  // Prints a line of the table.
  void line(const std::string& kernel, Work work, const Call& call);

 private:
  // The median of the seconds per call. Many calls are recorded as one graph, so that the time of the
  // host does not count.
  double seconds(const Call& call);

  // Repeats a call for as long as the option --soak says, and returns how often.
  long repeat(const Call& call);
  void ceilings();
  double product(bool bfloat16);

  bool is_emulated = false;
  double cache = 0;          // bytes that the turns of a line must have together
  double copied = 0;         // bytes per second, read and written
  double multiplied[2] = {}; // operations per second: float32, bfloat16; 0: unknown
  Stream stream;
};

// Equal buffers, one for each turn.
template <typename T>
class Turns {
 public:
  Turns(size_t count, int turns) : stride((count * sizeof(T) + 255) / 256 * 256 / sizeof(T)), turns(turns),
                                   all(stride * turns) {}
  Turns(const std::vector<T>& contents, int turns) : Turns(contents.size(), turns) {
    upload(all.at, contents.data(), contents.size() * sizeof(T));
    for (int i = 1; i < turns; i++) CHECK(zener_copy((*this)[i], all.at, contents.size() * sizeof(T), nullptr));
  }
  T* operator[](int turn) const { return all.at + turn % turns * stride; }

 private:
  size_t stride;
  int turns;
  Device<T> all;
};
