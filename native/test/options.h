// The options of the test program.
#pragma once

#include <string>
#include <vector>

struct Options {
  bool checks = true;           // compare every kernel with its reference
  bool times = true;            // print the table of times
  bool brief = false;           // only the smallest sizes of each op, for compute-sanitizer
  bool once = false;            // run every line of the table once and untimed, for a profiler
  double soak = 0;              // for how many seconds every line is repeated instead of timed
  bool verbose = false;         // also print comparisons that are good
  bool recorded_first = false;  // only the check of recorded_test.cpp
  bool find = false;            // only print which cuBLASLt is used
  bool list = false;            // only print the names of the ops

  std::string cublaslt;         // the file or folder of cuBLASLt; empty: the library searches for it
  std::vector<std::string> only;  // the names of the ops to run; empty: all
};

// Reads the command line. Returns false, after a message,
// if an option is unknown.
bool read_options(int count, char** arguments, Options* options);

// The options of this run.
const Options& options();
void set_options(const Options& given);

// Whether the options ask for this op.
bool is_wanted(const std::string& op);
