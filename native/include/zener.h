// Zener's CUDA kernels: a flat C interface.
//
// Tensors are dense and row-major in device memory; `stream` is a cudaStream_t, and work is only
// put on it. Every function returns 0, or a CUDA error code whose story zener_error() tells.
#ifndef ZENER_H
#define ZENER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What went wrong in this thread's last call that failed: op, sizes, and CUDA's own words.
const char* zener_error(void);

// MMD of x [n,width] and y [m,width], n, m, width >= 1: the biased estimator under a sum of five
// Gaussians (Gretton et al. 2012; MSD, Ma et al. 2022). See mmd.cu for the formulas.

// Bytes that either direction needs for itself; they grow linearly with n + m.
size_t zener_mmd_workspace(int n, int m, int width);

// value []: MMD squared; 0 where all rows are equal.
int zener_mmd_forward(const float* x, int n, const float* y, int m, int width, float* value, void* workspace,
                      void* stream);

// dx [n,width] and dy [m,width] from dvalue []; either may be null: that side has no gradient.
int zener_mmd_backward(const float* x, int n, const float* y, int m, int width, const float* dvalue, float* dx,
                       float* dy, void* workspace, void* stream);

// Dropout of count elements, 0 <= rate < 1; counter [1] on the device. Bits: op/Dropout.java.
int zener_dropout(const float* x, size_t count, const int64_t* counter, int site, double rate, float* y,
                  void* stream);

// s = dropout(x) + residual, or x + residual, or x; y = gamma (s - mean) / sqrt(var + epsilon) + beta
// over each row of [rows,width] (Ba et al. 2016). residual, counter (no dropout), y_bfloat16, mean,
// rstd and sum (s) may be null.
int zener_layernorm_forward(const float* x, const float* gamma, const float* beta, const float* residual,
                            const int64_t* counter, int site, double rate, double epsilon, int rows, int width,
                            float* y, void* y_bfloat16, float* mean, float* rstd, float* sum, void* stream);

// Bytes that the backward pass needs for itself.
size_t zener_layernorm_workspace(int rows, int width);

// From s, gamma, mean, rstd and dy: ds [rows,width], dgamma, dbeta [width], and dx = dropout(ds) as
// float32 or bfloat16. Each may be null: it is not wanted.
int zener_layernorm_backward(const float* s, const float* gamma, const float* mean, const float* rstd,
                             const float* dy, const int64_t* counter, int site, double rate, int rows, int width,
                             float* ds, float* dgamma, float* dbeta, float* dx, void* dx_bfloat16,
                             void* workspace, void* stream);

// y [count,width]: y[i] = x[rows[i]].
int zener_rows_forward(const float* x, const int32_t* rows, int count, int width, float* y, void* stream);

// dx [height,width]: the sum of dy[i] over all i with rows[i] = row, in order; 0 where there is none.
int zener_rows_backward(const int32_t* rows, const float* dy, int count, int height, int width, float* dx,
                        void* stream);

#ifdef __cplusplus
}
#endif

#endif
