// Measures how long a kernel takes and compares it with the maximum speed of the card.
#pragma once

#include <functional>
#include <string>

#include "check.h"

// The minimum work of a call: every input is read and every output is written once; a multiplication and
// its addition are two operations.
struct Work {
  double bytes;
  double flops = 0;
  bool bfloat16 = false;  // the type of its products, which selects their ceiling
};

class Speed {
 public:
  // Measures the ceilings: a large copy within the device, and large products by cuBLASLt.
  Speed();

  // Whether the kernels run as plain C++; sizes are then small, and the times say nothing about a card.
  bool emulated() const { return is_emulated; }

  // Prints a line of the table. `call` puts the work on the given stream.
  void line(const std::string& kernel, Work work, const std::function<void(void*)>& call);

 private:
  // Seconds per call. Many calls are recorded as one graph, so that the time of the host does not count.
  double seconds(const std::function<void(void*)>& call);
  double product(bool bfloat16);

  bool is_emulated;
  double copied = 0;         // bytes per second, read and written
  double multiplied[2] = {}; // operations per second: float32, bfloat16
  Stream stream;
};
