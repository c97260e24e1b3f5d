// The C interface of Zener's CUDA kernels.
//
// Tensors are dense and row-major in device memory. `stream` is a cudaStream_t; functions put work
// on it without waiting. A returned int is 0 for success or an error code, either CUDA's or one of
// those below; zener_error() returns the message.
#ifndef ZENER_H
#define ZENER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The message of the last failed call of this thread: op, sizes, and CUDA's message.
const char* zener_error(void);

enum {
  ZENER_CUBLASLT_MISSING = 10001,
  ZENER_CUBLASLT_FAILED = 10002,
  ZENER_NO_DEVICE = 10003,
  ZENER_DRIVER_TOO_OLD = 10004,
  ZENER_NO_CODE = 10005,
  ZENER_TRACE_FAILED = 10006
};

// The device, which is the first in CUDA_VISIBLE_DEVICES. It is an error if there is none, if it is
// older than Turing, if this library has no code for it, or if the driver is older than the runtime
// in this library.

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

// Waits until all work on the stream is done; errors of that work are reported here at the latest.
int zener_wait(void* stream);

// Uninitialised device memory. If there is not enough, the error message states the requested and
// the free size.
int zener_allocate(size_t bytes, void** at);
int zener_release(void* at);

// Copies on the stream. `from` of an upload may be changed after the call; a download waits.
int zener_upload(void* to, const void* from, size_t bytes, void* stream);
int zener_download(void* to, const void* from, size_t bytes, void* stream);
int zener_copy(void* to, const void* from, size_t bytes, void* stream);  // within the device
int zener_zero(void* at, size_t bytes, void* stream);

// Work put on the stream between begin and end does not run but is recorded. Replay puts the whole
// recording on a stream, with the same addresses and parameters.
int zener_record_begin(void* stream);
int zener_record_end(void* stream, void** recording);
int zener_replay(void* recording, void* stream);
int zener_recording_close(void* recording);

// c = a + b; float32 to bfloat16, rounded to nearest; bfloat16 to float32.
int zener_sum(const float* a, const float* b, size_t count, float* c, void* stream);
int zener_round(const float* from, size_t count, void* to, void* stream);
int zener_widen(const void* from, size_t count, float* to, void* stream);

// MMD of x [n,width] and y [m,width], n, m, width >= 1: the biased estimator under a sum of five
// Gaussians (Gretton et al. 2012; MSD, Ma et al. 2022). See mmd.cu for the formulas.

// The workspace in bytes of either direction; it grows linearly with n + m.
size_t zener_mmd_workspace(int n, int m, int width);

// value []: MMD squared; 0 if all rows are equal.
int zener_mmd_forward(const float* x, int n, const float* y, int m, int width, float* value, void* workspace,
                      void* stream);

// dx [n,width] and dy [m,width] from dvalue []; either may be null if its gradient is not wanted.
int zener_mmd_backward(const float* x, int n, const float* y, int m, int width, const float* dvalue, float* dx,
                       float* dy, void* workspace, void* stream);

// Linear layers. The products are those of cuBLASLt 11, 12 or 13, which zener_linear_open loads from
// the file or folder `path` if given, else from that in the environment variable ZENER_CUBLASLT, else
// from the usual places. A handle must not be used by several threads at once.

typedef struct zener_linear zener_linear;
typedef enum { ZENER_FLOAT32, ZENER_BFLOAT16 } zener_type;
typedef struct {
  int rows;
  int inputs;
  int outputs;
  int gelu;             // 1: y = gelu(x w^T + bias)
  int tf32;             // 1: products of float32 may reduce operands to TF32; from Ampere on
  zener_type operands;  // of x, w, dy, z of the backward pass, and dz
  zener_type result;    // forward: of y and z; backward: of dx. With float32 operands it is float32
} zener_linear_shape;

int zener_linear_open(const char* path, zener_linear** linear);
void zener_linear_close(zener_linear* linear);

// The version and the file of the cuBLASLt of a handle.
const char* zener_linear_library(const zener_linear* linear);

// The workspace in bytes of either direction, for any shape.
size_t zener_linear_workspace(void);

// y [rows,outputs] from x [rows,inputs], w [outputs,inputs], bias [outputs], plus addend [rows,outputs]
// (only without GELU and with a float32 result; may be null). z, the argument of GELU, is stored if it
// is not null.
int zener_linear_forward(zener_linear* linear, zener_linear_shape shape, const void* x, const void* w,
                         const float* bias, const float* addend, void* z, void* y, void* workspace,
                         void* stream);

// dx [rows,inputs] = dz w (+ addend, float32, only with a float32 result), dw = dz^T x
// [outputs,inputs], db [outputs]; dx, dw, db, addend may be null. dz [rows,outputs] = dy gelu'(z) is
// computed with GELU and not used without it.
int zener_linear_backward(zener_linear* linear, zener_linear_shape shape, const void* x, const void* w,
                          const void* dy, const void* z, const float* addend, void* dz, void* dx, float* dw,
                          float* db, void* workspace, void* stream);

// A bidirectional LSTM over packed sequences, defined in op/Lstm.java. Its products over all rows are those of
// a linear layer, with their own workspace `products`. size, H, is at most 1024. Rows after the last sequence,
// which pad a batch, are 0 in y, gates, cells and dx, and add nothing to gradients of weights.

// The workspace in bytes of either direction, forward or backward.
size_t zener_lstm_workspace(int rows, int inputs, int size);

// y [rows,2H], last [sequences,2H], gates [rows,8H] and cells [rows,2H], each null if not wanted, from x
// [rows,inputs], offsets [sequences + 1], wx [4H,inputs], wh [4H,H] and b [4H] of both directions.
int zener_lstm_forward(zener_linear* linear, int tf32, const float* x, const int32_t* offsets, const float* wx,
                       const float* wh, const float* b, const float* wx_back, const float* wh_back,
                       const float* b_back, int sequences, int rows, int inputs, int size, float* y, float* last,
                       float* gates, float* cells, void* workspace, void* products, void* stream);

// dx, dwx, dwh, db of both directions, each null if not wanted, from the results of the forward pass and dy
// [rows,2H] or dlast [sequences,2H] or both; the other one is null.
int zener_lstm_backward(zener_linear* linear, int tf32, const float* x, const int32_t* offsets, const float* wx,
                        const float* wh, const float* wx_back, const float* wh_back, const float* y,
                        const float* gates, const float* cells, const float* dy, const float* dlast, int sequences,
                        int rows, int inputs, int size, float* dx, float* dwx, float* dwh, float* db,
                        float* dwx_back, float* dwh_back, float* db_back, void* workspace, void* products,
                        void* stream);

// Dropout of count elements, 0 <= rate < 1; counter [1] on the device. op/Dropout.java defines the
// random bits.
int zener_dropout(const float* x, size_t count, const int64_t* counter, int site, double rate, float* y,
                  void* stream);

// s = dropout(x) + residual, or x + residual, or x; y = gamma (s - mean) / sqrt(var + epsilon) + beta
// over each row of [rows,width] (Ba et al. 2016). residual, counter (no dropout), y_bfloat16, mean,
// rstd and sum (s) may be null.
int zener_layernorm_forward(const float* x, const float* gamma, const float* beta, const float* residual,
                            const int64_t* counter, int site, double rate, double epsilon, int rows, int width,
                            float* y, void* y_bfloat16, float* mean, float* rstd, float* sum, void* stream);

// The workspace of the backward pass in bytes.
size_t zener_layernorm_workspace(int rows, int width);

// From s, gamma, mean, rstd and dy: ds [rows,width], dgamma, dbeta [width], and dx = dropout(ds) as
// float32 or bfloat16. Outputs that are not wanted are null.
int zener_layernorm_backward(const float* s, const float* gamma, const float* mean, const float* rstd,
                             const float* dy, const int64_t* counter, int site, double rate, int rows, int width,
                             float* ds, float* dgamma, float* dbeta, float* dx, void* dx_bfloat16,
                             void* workspace, void* stream);

// y [count,width]: y[i] = x[rows[i]].
int zener_rows_forward(const float* x, const int32_t* rows, int count, int width, float* y, void* stream);

// dx [height,width]: dx[row] is the sum of dy[i] over all i with rows[i] = row, in order of i; 0 if
// there is none.
int zener_rows_backward(const int32_t* rows, const float* dy, int count, int height, int width, float* dx,
                        void* stream);

// y [count,width]: y[i] = word[ids[i]] + position[position of i in its sentence] + type[0]; offsets
// [sentences + 1]. Rows after the last sentence, which pad a batch, are 0, and so are their gradients.
int zener_embedding_forward(const float* word, const float* position, const float* type, const int32_t* ids,
                            const int32_t* offsets, int sentences, int count, int width, float* y, void* stream);

// dword [vocabulary,width], dposition [positions,width], dtype [types,width], 0 in rows that do not
// occur; null if not wanted.
int zener_embedding_backward(const int32_t* ids, const int32_t* offsets, const float* dy, int sentences, int count,
                             int width, int vocabulary, int positions, int types, float* dword, float* dposition,
                             float* dtype, void* stream);

// loss []: the mean of log sum exp(logits) - logits[label] over rows of [rows,width]; labels are in
// [0,width), or -1 for rows to be ignored. 0 if all rows are ignored.
int zener_crossentropy_forward(const float* logits, const int32_t* labels, int rows, int width, float* loss,
                               void* stream);
int zener_crossentropy_backward(const float* logits, const int32_t* labels, const float* dloss, int rows, int width,
                                float* dlogits, void* stream);

// loss []: the mean of (softmax(logits) - soft)^2 over rows and labels (MSD, Ma et al. 2022); rows
// whose first soft label is minus infinity are ignored. 0 if all rows are ignored.
int zener_softmse_forward(const float* logits, const float* soft, int rows, int width, float* loss, void* stream);
int zener_softmse_backward(const float* logits, const float* soft, const float* dloss, int rows, int width,
                           float* dlogits, void* stream);

// y [rows,lefts + rights]: the columns of left [rows,lefts], then those of right [rows,rights].
int zener_concat_forward(const float* left, const float* right, int rows, int lefts, int rights, float* y,
                         void* stream);

// dleft [rows,lefts], dright [rows,rights]; null if not wanted.
int zener_concat_backward(const float* dy, int rows, int lefts, int rights, float* dleft, float* dright,
                          void* stream);

// A linear-chain conditional random field, defined in op/Crf.java: emissions [words,width], transitions
// [width,width], start, end [width], offsets [sentences + 1], labels [words]; width is at most
// ZENER_MOST_LABELS. Rows after the last sentence, which pad a batch, and sentences without words are ignored.
enum { ZENER_MOST_LABELS = 2048 };

// The workspace in bytes of each function.
size_t zener_crf_workspace(int words, int width, int sentences);

// loss []: the mean of -log p(labels) over the sentences with words; 0 if there are none.
int zener_crf_forward(const float* emissions, const float* transitions, const float* start, const float* end,
                      const int32_t* offsets, const int32_t* labels, int words, int width, int sentences, float* loss,
                      void* workspace, void* stream);

// The gradients, from dloss []; null if not wanted. Those of ignored rows are 0.
int zener_crf_backward(const float* emissions, const float* transitions, const float* start, const float* end,
                       const int32_t* offsets, const int32_t* labels, const float* dloss, int words, int width,
                       int sentences, float* demissions, float* dtransitions, float* dstart, float* dend,
                       void* workspace, void* stream);

// p [words,width]: the probability of each label of each word; 0 in ignored rows.
int zener_crf_marginals(const float* emissions, const float* transitions, const float* start, const float* end,
                        const int32_t* offsets, int words, int width, int sentences, float* p, void* workspace,
                        void* stream);

// labels [words]: the best sequence of each sentence; -1 in ignored rows.
int zener_crf_viterbi(const float* emissions, const float* transitions, const float* start, const float* end,
                      const int32_t* offsets, int words, int width, int sentences, int32_t* labels, void* workspace,
                      void* stream);

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
typedef struct {  // null if not wanted
  float* fixed_terms[ZENER_MOST_TERMS];
  float* omega;
  float* weighted_terms[ZENER_MOST_TERMS];
} zener_term_gradients;
int zener_weightedsum_forward(zener_terms terms, float* total, void* stream);
int zener_weightedsum_backward(zener_terms terms, const float* dtotal, zener_term_gradients gradients, void* stream);

// Attention within each sentence of a packed batch, defined in op/Attention.java: q [queries,heads
// size], k, v [keys,heads size] of either type, offsets [sentences + 1] of both; size is at most 128.
// y [queries,heads size] of either type, lse [queries,heads] or null. `longest` is at least the number
// of queries and of keys of any sentence. Rows after the last sentence are 0. A null counter means no
// dropout. If results are bfloat16, operands of products may be rounded to bfloat16 too.
int zener_attention_forward(zener_type operands, const void* q, const void* k, const void* v,
                            const int32_t* query_offsets, const int32_t* key_offsets, const int64_t* counter,
                            int site, double rate, int sentences, int longest, int queries, int keys, int heads,
                            int size, zener_type type, void* y, float* lse, void* stream);

// dq [queries,heads size], dk, dv [keys,heads size] of either type, null if not wanted; delta
// [queries,heads] is a workspace.
int zener_attention_backward(const float* lse, const float* dy, const float* q, const float* k, const float* v,
                             const int32_t* query_offsets, const int32_t* key_offsets, const int64_t* counter,
                             int site, double rate, int sentences, int longest, int queries, int keys, int heads,
                             int size, zener_type type, void* dq, void* dk, void* dv, float* delta,
                             void* stream);

// A range of elements [from,to) of a tensor, on which one block works; lists of these are on the
// device.
typedef struct {
  int32_t tensor;
  int64_t from;
  int64_t to;
} zener_stretch;

// norm []: the root of the sum of squares of all ranges; parts [count] is a workspace.
int zener_globalnorm(const zener_stretch* stretches, int count, const float* const* tensors, double* parts,
                     float* norm, void* stream);

// One step of AdamW (Loshchilov and Hutter 2019) as defined in PyTorch, with clipping by global norm;
// see op/AdamW.java. scalars [3]: learning rate, 1 - beta1^t, 1 - beta2^t; norm []; both are on the
// device.
typedef struct {
  float* value;
  const float* gradient;
  float* first;
  float* second;
  void* rounded;  // a bfloat16 copy of the value; may be null
  float decay;
  float factor;  // of the learning rate
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
