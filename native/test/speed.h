// How long a kernel takes, beside what the card can do.
#pragma once

#include <functional>
#include <string>

#include "check.h"

// What a call has to move and to multiply at the least: every input read and every output written once; two
// operations for a multiplication and its addition.
struct Work {
  double bytes;
  double flops = 0;
  bool bfloat16 = false;  // which ceiling its products are held against
};

class Speed {
 public:
  // Measures the ceilings: a large copy within the device, and large products by cuBLASLt.
  Speed();

  // Whether the kernels run as plain C++: sizes are small then, and the times say nothing.
  bool emulated() const { return is_emulated; }

  // Prints a line of the table for calls that put work on a stream.
  void line(const std::string& kernel, Work work, const std::function<void(void*)>& call);

 private:
  // Seconds of a call: many are recorded as a graph, so that the host's own time does not count.
  double seconds(const std::function<void(void*)>& call);
  double product(bool bfloat16);

  bool is_emulated;
  double copied = 0;         // bytes a second, read and written
  double multiplied[2] = {}; // operations a second: float32, bfloat16
  Stream stream;
};
