// Compares every kernel with a reference in double, then prints how long each takes. The exit code is 1
// if any comparison failed, else 0.
#include <cstdio>

#include "check.h"

void test_attention();
void test_dropout();
void test_embedding();
void test_layernorm();
void test_linear();
void test_losses();
void test_mmd();
void test_optimiser();
void test_rows();
void print_speed();

int main() {
  test_attention();
  test_dropout();
  test_embedding();
  test_layernorm();
  test_linear();
  test_losses();
  test_mmd();
  test_optimiser();
  test_rows();
  print_speed();
  printf("%d failures\n", failures());
  return failures() == 0 ? 0 : 1;
}
