// Checks every kernel against a reference in double, then prints what each takes. Exit code: 0, or 1 if
// any differs.
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
