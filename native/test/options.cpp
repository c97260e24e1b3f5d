#include "options.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace {

const char* const USAGE =
    "usage: zener_test [--checks] [--times] [--short] [--once] [--soak SECONDS] [--verbose] [--only OP,OP] [--cublaslt PATH]\n"
    "       zener_test --recorded-first [--verbose] [--cublaslt PATH]\n"
    "       zener_test --find [--cublaslt PATH]\n"
    "       zener_test --list\n"
    "  --checks          only compare every kernel with its reference\n"
    "  --times           only print the table of times\n"
    "  --short           compare only the smallest sizes of each op, for compute-sanitizer\n"
    "  --once            run every line of the table once and do not time it, for a profiler\n"
    "  --soak SECONDS    repeat every line of the table for so long, to find errors that are rare\n"
    "  --verbose         also print the comparisons that are good\n"
    "  --only OP,OP      only these ops\n"
    "  --recorded-first  only check whether the first products of a process can be recorded\n"
    "  --find            print the version and file of the cuBLASLt that is used\n"
    "  --list            print the names of the ops\n"
    "  --cublaslt PATH   the file or folder of cuBLASLt; also the environment variable ZENER_CUBLASLT\n"
    "Without --checks and --times, both run. The exit code is 0 if all is good, 1 if anything failed, 2 if an option\n"
    "is wrong, and 3 if the device could not be used any more.\n";

Options chosen;

bool wrong(const std::string& message) {
  fprintf(stderr, "%s\n%s", message.c_str(), USAGE);
  return false;
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> names;
  std::istringstream rest(list);
  for (std::string name; std::getline(rest, name, ',');) names.push_back(name);
  return names;
}

}  // namespace

bool read_options(int count, char** arguments, Options* options) {
  bool checks = false, times = false;

  for (int i = 1; i < count; i++) {
    std::string name = arguments[i];
    bool takes_value = name == "--only" || name == "--cublaslt" || name == "--soak";
    if (takes_value && i + 1 == count) return wrong(name + " needs a value");
    if (name == "--checks") {
      checks = true;
    } else if (name == "--times") {
      times = true;
    } else if (name == "--short") {
      options->brief = true;
    } else if (name == "--once") {
      options->once = true;
    } else if (name == "--soak") {
      char* end = nullptr;
      options->soak = strtod(arguments[++i], &end);
      if (*end != 0 || !(options->soak > 0)) return wrong("--soak " + std::string(arguments[i]) + ": not a number above 0");
    } else if (name == "--verbose") {
      options->verbose = true;
    } else if (name == "--recorded-first") {
      options->recorded_first = true;
    } else if (name == "--find") {
      options->find = true;
    } else if (name == "--list") {

      options->list = true;
    } else if (name == "--only") {
      options->only = split(arguments[++i]);
    } else if (name == "--cublaslt") {
      options->cublaslt = arguments[++i];
    } else {
      return wrong("unknown option " + name);
    }
  }
  if (options->soak > 0 && (checks || options->once)) return wrong("--soak repeats the table, without --checks or --once");
  options->checks = checks || (!times && options->soak == 0);
  options->times = times || !checks;
  set_options(*options);

  return true;
}

const Options& options() { return chosen; }

void set_options(const Options& given) { chosen = given; }

bool is_wanted(const std::string& op) {
  const auto& only = chosen.only;
  return only.empty() || std::find(only.begin(), only.end(), op) != only.end();
}
