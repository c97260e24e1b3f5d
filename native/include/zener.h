// Zener's CUDA kernels: a flat C interface.
//
// Tensors are dense and row-major in device memory; `stream` is a cudaStream_t, and work is only
// put on it. Every function returns 0, or a code whose story zener_error() tells: CUDA's own, or one
// of ours.
#ifndef ZENER_H
#define ZENER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What went wrong in this thread's last call that failed: op, sizes, and CUDA's own words.
const char* zener_error(void);

enum {
  ZENER_CUBLASLT_MISSING = 10001,
  ZENER_CUBLASLT_FAILED = 10002,
  ZENER_NO_DEVICE = 10003,
  ZENER_DRIVER_TOO_OLD = 10004
};

// The device, the first of those that CUDA_VISIBLE_DEVICES leaves. An error if there is none, if it
// is older than Turing, or if the driver is older than the runtime in this library.
typedef struct {
  char name[256];
  int major;  // compute capability
  int minor;
  int processors;
  size_t memory;  // bytes
  int driver;     // CUDA versions, 1000 major + 10 minor
  int runtime;
  int emulated;   // 1: the kernels are plain C++ and run on the host
} zener_device;
int zener_device_info(zener_device* device);

int zener_stream_open(void** stream);
int zener_stream_close(void* stream);

// Waits for all that was put on the stream; its errors show here at the latest.
int zener_wait(void* stream);

// Device memory, not initialised. Where there is none left, the error says how much was asked for and
// how much is free.
int zener_allocate(size_t bytes, void** at);
int zener_release(void* at);

// Copies on the stream. `from` of an upload may change when the call is back; a download waits.
int zener_upload(void* to, const void* from, size_t bytes, void* stream);
int zener_download(void* to, const void* from, size_t bytes, void* stream);
int zener_copy(void* to, const void* from, size_t bytes, void* stream);  // within the device
int zener_zero(void* at, size_t bytes, void* stream);

// Between begin and end nothing runs: what is put on the stream becomes a recording, which replay
// puts on a stream as a whole, with the same addresses and numbers.
int zener_record_begin(void* stream);
int zener_record_end(void* stream, void** recording);
int zener_replay(void* recording, void* stream);
int zener_recording_close(void* recording);

// c = a + b; bfloat16 from float32, to nearest, and back.
int zener_sum(const float* a, const float* b, size_t count, float* c, void* stream);
int zener_round(const float* from, size_t count, void* to, void* stream);
int zener_widen(const void* from, size_t count, float* to, void* stream);

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

// Linear layers. The products are cuBLASLt's (11, 12 or 13), found by zener_linear_open: the file or
// folder `path`, else the usual places. What it opens is used by one thread at a time.
typedef struct zener_linear zener_linear;
typedef enum { ZENER_FLOAT32, ZENER_BFLOAT16 } zener_type;
typedef struct {
  int rows;
  int inputs;
  int outputs;
  int gelu;             // 1: y = gelu(x w^T + bias)
  int tf32;             // 1: products of float32 may cut operands to TF32; from Ampere on
  zener_type operands;  // of x, w, dy, z of the backward pass, and dz
  zener_type result;    // forward: of y and z; backward: of dx. With float32 operands it is float32
} zener_linear_shape;

int zener_linear_open(const char* path, zener_linear** linear);
void zener_linear_close(zener_linear* linear);

// Bytes that either direction needs for itself, whatever the shape.
size_t zener_linear_workspace(void);

// y [rows,outputs] from x [rows,inputs], w [outputs,inputs], bias [outputs], plus addend [rows,outputs]
// (without GELU, with a float32 result; may be null); z, what GELU is applied to, is kept if it is not
// null.
int zener_linear_forward(zener_linear* linear, zener_linear_shape shape, const void* x, const void* w,
                         const float* bias, const float* addend, void* z, void* y, void* workspace,
                         void* stream);

// dx [rows,inputs] = dz w (+ addend, float32, with a float32 result), dw = dz^T x [outputs,inputs], db
// [outputs]; dx, dw, db, addend may be null. dz [rows,outputs]: with GELU what dy becomes, else not
// used.
int zener_linear_backward(zener_linear* linear, zener_linear_shape shape, const void* x, const void* w,
                          const void* dy, const void* z, const float* addend, void* dz, void* dx, float* dw,
                          float* db, void* workspace, void* stream);

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

// y [count,width]: y[i] = word[ids[i]] + position[place of i in its sentence] + type[0]; offsets
// [sentences + 1]. Rows behind the last sentence, by which a batch is filled up, become 0; so do
// their gradients.
int zener_embedding_forward(const float* word, const float* position, const float* type, const int32_t* ids,
                            const int32_t* offsets, int sentences, int count, int width, float* y, void* stream);

// dword [vocabulary,width], dposition [positions,width], dtype [types,width], each 0 where no piece
// is; null if not wanted.
int zener_embedding_backward(const int32_t* ids, const int32_t* offsets, const float* dy, int sentences, int count,
                             int width, int vocabulary, int positions, int types, float* dword, float* dposition,
                             float* dtype, void* stream);

// loss []: the mean of log sum exp(logits) - logits[label] over rows of [rows,width]; labels in
// [0,width), or -1 for a row that does not count. 0 if none counts.
int zener_crossentropy_forward(const float* logits, const int32_t* labels, int rows, int width, float* loss,
                               void* stream);
int zener_crossentropy_backward(const float* logits, const int32_t* labels, const float* dloss, int rows, int width,
                                float* dlogits, void* stream);

// loss []: the mean of (softmax(logits) - soft)^2 over rows and labels (MSD, Ma et al. 2022); a row
// whose first soft label is minus infinity does not count. 0 if none counts.
int zener_softmse_forward(const float* logits, const float* soft, int rows, int width, float* loss, void* stream);
int zener_softmse_backward(const float* logits, const float* soft, const float* dloss, int rows, int width,
                           float* dlogits, void* stream);

// total [] = sum_j c_j f_j + beta sum_k softmax(omega)_k l_k; terms are scalars on the device.
enum { ZENER_MOST_TERMS = 32 };
typedef struct {
  int fixed;
  int weighted;
  float beta;
  float coefficients[ZENER_MOST_TERMS];
  const float* fixed_terms[ZENER_MOST_TERMS];
  const float* omega;  // [weighted]
  const float* weighted_terms[ZENER_MOST_TERMS];
} zener_terms;
typedef struct {  // null where not wanted
  float* fixed_terms[ZENER_MOST_TERMS];
  float* omega;
  float* weighted_terms[ZENER_MOST_TERMS];
} zener_term_gradients;
int zener_weightedsum_forward(zener_terms terms, float* total, void* stream);
int zener_weightedsum_backward(zener_terms terms, const float* dtotal, zener_term_gradients gradients, void* stream);

// Attention within each sentence of a packed batch, op/Attention.java: q [queries,heads size],
// k, v [keys,heads size] of either type, offsets [sentences + 1] of both; size at most 128. y
// [queries,heads size] of either type, lse [queries,heads] or null. `longest` is at least the most queries and keys of a
// sentence. Rows behind the last sentence become 0. counter null: no dropout.
int zener_attention_forward(zener_type operands, const void* q, const void* k, const void* v,
                            const int32_t* query_offsets, const int32_t* key_offsets, const int64_t* counter,
                            int site, double rate, int sentences, int longest, int queries, int keys, int heads,
                            int size, zener_type type, void* y, float* lse, void* stream);

// dq [queries,heads size], dk, dv [keys,heads size] of either type, null if not wanted; delta
// [queries,heads] is for the kernels themselves.
int zener_attention_backward(const float* lse, const float* dy, const float* q, const float* k, const float* v,
                             const int32_t* query_offsets, const int32_t* key_offsets, const int64_t* counter,
                             int site, double rate, int sentences, int longest, int queries, int keys, int heads,
                             int size, zener_type type, void* dq, void* dk, void* dv, float* delta,
                             void* stream);

// Elements [from,to) of a tensor, a block's work; lists of these lie on the device.
typedef struct {
  int32_t tensor;
  int64_t from;
  int64_t to;
} zener_stretch;

// norm []: the root of the sum of squares of all stretches; parts [count] is for the kernel itself.
int zener_globalnorm(const zener_stretch* stretches, int count, const float* const* tensors, double* parts,
                     float* norm, void* stream);

// One step of AdamW (Loshchilov and Hutter 2019) as PyTorch takes it, clipped by global norm; see
// op/AdamW.java. scalars [3]: learning rate, 1 - beta1^t, 1 - beta2^t; norm []; both on the device.
typedef struct {
  float* value;
  const float* gradient;
  float* first;
  float* second;
  void* rounded;  // the value once more, in bfloat16; may be null
  float decay;
} zener_parameter;
typedef struct {
  double beta1;
  double beta2;
  double epsilon;
  double max_norm;  // 0: no clipping
} zener_adamw_settings;
int zener_adamw(const zener_stretch* stretches, int count, const zener_parameter* parameters,
                zener_adamw_settings settings, const float* norm, const float* scalars, void* stream);

#ifdef __cplusplus
}
#endif

#endif
