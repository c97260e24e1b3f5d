// WeightedSum: total = sum_j c_j f_j + beta sum_k softmax(omega)_k l_k over scalars at separate
// addresses, and its gradients. It uses one thread, since there are about a dozen terms.
#include "error.h"
#include "launch.h"
#include "zener.h"

namespace zener {
namespace {

__device__ void softmax(const float* omega, int count, float* s) {
  float largest = omega[0], sum = 0;
  for (int k = 1; k < count; k++) largest = fmaxf(largest, omega[k]);
  for (int k = 0; k < count; k++) sum += s[k] = expf(omega[k] - largest);
  for (int k = 0; k < count; k++) s[k] /= sum;
}

__global__ void forward(zener_terms t, float* total) {
  float sum = 0, s[ZENER_MOST_TERMS];
  for (int j = 0; j < t.fixed; j++) sum += t.coefficients[j] * *t.fixed_terms[j];
  if (t.weighted > 0) softmax(t.omega, t.weighted, s);
  for (int k = 0; k < t.weighted; k++) sum += t.beta * s[k] * *t.weighted_terms[k];
  *total = sum;
}

__global__ void backward(zener_terms t, const float* dtotal, zener_term_gradients d) {
  float s[ZENER_MOST_TERMS], mean = 0;
  for (int j = 0; j < t.fixed; j++) {
    if (d.fixed_terms[j] != nullptr) *d.fixed_terms[j] = t.coefficients[j] * *dtotal;
  }
  if (t.weighted > 0) softmax(t.omega, t.weighted, s);
  for (int k = 0; k < t.weighted; k++) mean += s[k] * *t.weighted_terms[k];
  for (int k = 0; k < t.weighted; k++) {
    float weight = t.beta * s[k] * *dtotal;
    if (d.omega != nullptr) d.omega[k] = weight * (*t.weighted_terms[k] - mean);
    if (d.weighted_terms[k] != nullptr) *d.weighted_terms[k] = weight;
  }
}

cudaError_t check(const zener_terms& t) {
  bool fits = t.fixed >= 0 && t.fixed <= ZENER_MOST_TERMS && t.weighted >= 0 && t.weighted <= ZENER_MOST_TERMS;
  return fits ? cudaSuccess : cudaErrorInvalidValue;
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_weightedsum_forward(zener_terms terms, float* total, void* stream) {
  cudaError_t error = check(terms);
  if (error == cudaSuccess) {
    ZENER_LAUNCH(forward, 1, 1, 0, static_cast<cudaStream_t>(stream), terms, total);
    error = cudaGetLastError();
  }
  return report(error, "weighted sum of %d + %d terms, of at most %d each", terms.fixed, terms.weighted,
                ZENER_MOST_TERMS);
}

int zener_weightedsum_backward(zener_terms terms, const float* dtotal, zener_term_gradients gradients, void* stream) {
  cudaError_t error = check(terms);
  if (error == cudaSuccess) {
    ZENER_LAUNCH(backward, 1, 1, 0, static_cast<cudaStream_t>(stream), terms, dtotal, gradients);
    error = cudaGetLastError();
  }
  return report(error, "weighted sum backward of %d + %d terms, of at most %d each", terms.fixed, terms.weighted,
                ZENER_MOST_TERMS);
}
