// Checks every kernel against a reference in double. Exit code: 0, or 1 if any differs.
#include <cstdio>

#include "check.h"

void test_mmd();

int main() {
  test_mmd();
  printf("%d failures\n", failures());
  return failures() == 0 ? 0 : 1;
}
