// The functions of zener.h for dev.zener.op.cuda.Native. Addresses are longs; error codes are returned
// unchanged.
#include <jni.h>

#include <vector>

#include "trace.h"
#include "zener.h"

// A function of zener.h whose calls are written while a trace is on.
#define CALL(function) zener::trace::traced(#function, zener_##function)

#define NATIVE(type, name) extern "C" JNIEXPORT type JNICALL Java_dev_zener_op_cuda_Native_##name

namespace {

template <typename T = void>
T* at(jlong address) {
  return reinterpret_cast<T*>(address);
}

float* floats(jlong address) { return at<float>(address); }
int32_t* ints(jlong address) { return at<int32_t>(address); }
int64_t* longs(jlong address) { return at<int64_t>(address); }

jlong number(void* address) { return reinterpret_cast<jlong>(address); }

void put(JNIEnv* env, jlongArray into, jlong value) { env->SetLongArrayRegion(into, 0, 1, &value); }

std::vector<jlong> all(JNIEnv* env, jlongArray array) {
  std::vector<jlong> values(static_cast<size_t>(env->GetArrayLength(array)));
  env->GetLongArrayRegion(array, 0, static_cast<jsize>(values.size()), values.data());
  return values;
}

}  // namespace

NATIVE(jstring, error)(JNIEnv* env, jclass) { return env->NewStringUTF(zener_error()); }

// numbers: major, minor, processors, memory, driver, runtime, emulated.
NATIVE(jint, device)(JNIEnv* env, jclass, jobjectArray name, jlongArray numbers) {
  zener_device d;
  int code = zener_device_info(&d);
  env->SetObjectArrayElement(name, 0, env->NewStringUTF(d.name));
  const jlong values[] = {d.major,  d.minor,   d.processors, static_cast<jlong>(d.memory),
                          d.driver, d.runtime, d.emulated};
  env->SetLongArrayRegion(numbers, 0, 7, values);
  return code;
}

NATIVE(jint, openStream)(JNIEnv* env, jclass, jlongArray stream) {
  void* opened = nullptr;
  int code = zener_stream_open(&opened);
  put(env, stream, number(opened));
  return code;
}
NATIVE(jint, closeStream)(JNIEnv*, jclass, jlong stream) { return zener_stream_close(at(stream)); }
NATIVE(jint, await)(JNIEnv*, jclass, jlong stream) { return zener_wait(at(stream)); }

NATIVE(jint, allocate)(JNIEnv* env, jclass, jlong bytes, jlongArray address) {
  void* allocated = nullptr;
  int code = zener::trace::allocate(static_cast<size_t>(bytes), &allocated);
  put(env, address, number(allocated));
  return code;
}
NATIVE(jint, release)(JNIEnv*, jclass, jlong address) { return zener::trace::release(at(address)); }
NATIVE(jint, upload)(JNIEnv*, jclass, jlong to, jlong from, jlong bytes, jlong stream) {
  return zener::trace::upload(at(to), at(from), static_cast<size_t>(bytes), at(stream));
}
NATIVE(jint, download)(JNIEnv*, jclass, jlong to, jlong from, jlong bytes, jlong stream) {
  return zener::trace::download(at(to), at(from), static_cast<size_t>(bytes), at(stream));
}
NATIVE(jint, copy)(JNIEnv*, jclass, jlong to, jlong from, jlong bytes, jlong stream) {
  return CALL(copy)(at(to), at(from), static_cast<size_t>(bytes), at(stream));
}
NATIVE(jint, zero)(JNIEnv*, jclass, jlong address, jlong bytes, jlong stream) {
  return CALL(zero)(at(address), static_cast<size_t>(bytes), at(stream));
}

NATIVE(jint, beginRecording)(JNIEnv*, jclass, jlong stream) { return zener_record_begin(at(stream)); }
NATIVE(jint, endRecording)(JNIEnv* env, jclass, jlong stream, jlongArray recording) {
  void* recorded = nullptr;
  int code = zener_record_end(at(stream), &recorded);
  put(env, recording, number(recorded));
  return code;
}
NATIVE(jint, replay)(JNIEnv*, jclass, jlong recording, jlong stream) { return zener_replay(at(recording), at(stream)); }
NATIVE(jint, closeRecording)(JNIEnv*, jclass, jlong recording) { return zener_recording_close(at(recording)); }

NATIVE(jint, beginTrace)(JNIEnv* env, jclass, jstring path, jboolean values) {
  const char* text = env->GetStringUTFChars(path, nullptr);
  int code = zener::trace::begin(text, values);
  env->ReleaseStringUTFChars(path, text);
  return code;
}
NATIVE(jint, endTrace)(JNIEnv*, jclass) { return zener::trace::end(); }

NATIVE(jint, sum)(JNIEnv*, jclass, jlong a, jlong b, jlong count, jlong c, jlong stream) {
  return CALL(sum)(floats(a), floats(b), static_cast<size_t>(count), floats(c), at(stream));
}
NATIVE(jint, round)(JNIEnv*, jclass, jlong from, jlong count, jlong to, jlong stream) {
  return CALL(round)(floats(from), static_cast<size_t>(count), at(to), at(stream));
}
NATIVE(jint, widen)(JNIEnv*, jclass, jlong from, jlong count, jlong to, jlong stream) {
  return CALL(widen)(at(from), static_cast<size_t>(count), floats(to), at(stream));
}

NATIVE(jint, openLinear)(JNIEnv* env, jclass, jstring path, jlongArray linear) {
  const char* text = path == nullptr ? nullptr : env->GetStringUTFChars(path, nullptr);
  zener_linear* opened = nullptr;
  int code = zener_linear_open(text, &opened);
  if (text != nullptr) env->ReleaseStringUTFChars(path, text);
  put(env, linear, number(opened));
  return code;
}
NATIVE(void, closeLinear)(JNIEnv*, jclass, jlong linear) { zener_linear_close(at<zener_linear>(linear)); }
NATIVE(jstring, linearLibrary)(JNIEnv* env, jclass, jlong linear) {
  return env->NewStringUTF(zener_linear_library(at<zener_linear>(linear)));
}
NATIVE(jlong, linearWorkspace)(
JNIEnv*, jclass) { return static_cast<jlong>(zener_linear_workspace()); }

static zener_type type(jboolean bfloat16) { return bfloat16 ? ZENER_BFLOAT16 : ZENER_FLOAT32; }

static zener_linear_shape shape(jint rows, jint inputs, jint outputs, jboolean gelu, jboolean tf32, jboolean operands,
                                jboolean result) {
  return {rows, inputs, outputs, gelu, tf32, type(operands), type(result)};
}

NATIVE(jint, linear)(JNIEnv*, jclass, jlong linear, jint rows, jint inputs, jint outputs, jboolean gelu,
                     jboolean tf32, jboolean operands, jboolean result, jlong x, jlong w, jlong bias,
                     jlong addend, jlong z, jlong y, jlong workspace, jlong stream) {
  return CALL(linear_forward)(at<zener_linear>(linear), shape(rows, inputs, outputs, gelu, tf32, operands, result),
                              at(x), at(w), floats(bias), floats(addend), at(z), at(y), at(workspace),
                              at(stream));
}
NATIVE(jint, linearBackward)(JNIEnv*, jclass, jlong linear, jint rows, jint inputs, jint outputs, jboolean gelu,
                             jboolean tf32, jboolean operands, jboolean result, jlong x, jlong w, jlong dy, jlong z,
                             jlong addend, jlong dz, jlong dx, jlong dw, jlong db, jlong workspace, jlong stream) {
  return CALL(linear_backward)(at<zener_linear>(linear), shape(rows, inputs, outputs, gelu, tf32, operands, result),
                               at(x), at(w), at(dy), at(z), floats(addend), at(dz), at(dx), floats(dw), floats(db),
                               at(workspace), at(stream));
}

NATIVE(jlong, lstmWorkspace)(JNIEnv*, jclass, jint rows, jint inputs, jint size) {
  return static_cast<jlong>(zener_lstm_workspace(rows, inputs, size));
}
NATIVE(jint, lstm)(JNIEnv*, jclass, jlong linear, jboolean tf32, jlong x, jlong offsets, jlong wx, jlong wh, jlong b,
                   jlong wx_back, jlong wh_back, jlong b_back, jint sequences, jint rows, jint inputs, jint size,
                   jlong y, jlong last, jlong gates, jlong cells, jlong workspace, jlong products, jlong stream) {
  return CALL(lstm_forward)(at<zener_linear>(linear), tf32, floats(x), ints(offsets), floats(wx), floats(wh),
                            floats(b), floats(wx_back), floats(wh_back), floats(b_back), sequences, rows, inputs, size,
                            floats(y), floats(last), floats(gates), floats(cells), at(workspace), at(products),
                            at(stream));
}
NATIVE(jint, lstmBackward)(JNIEnv*, jclass, jlong linear, jboolean tf32, jlong x, jlong offsets, jlong wx, jlong wh,
                           jlong wx_back, jlong wh_back, jlong y, jlong gates, jlong cells, jlong dy, jlong dlast,
                           jint sequences, jint rows, jint inputs, jint size, jlong dx, jlong dwx, jlong dwh, jlong db,
                           jlong dwx_back, jlong dwh_back, jlong db_back, jlong workspace, jlong products,
                           jlong stream) {
  return CALL(lstm_backward)(at<zener_linear>(linear), tf32, floats(x), ints(offsets), floats(wx), floats(wh),
                             floats(wx_back), floats(wh_back), floats(y), floats(gates), floats(cells), floats(dy),
                             floats(dlast), sequences, rows, inputs, size, floats(dx), floats(dwx), floats(dwh),
                             floats(db), floats(dwx_back), floats(dwh_back), floats(db_back), at(workspace),
                             at(products), at(stream));
}

NATIVE(jlong, mmdWorkspace)(JNIEnv*, jclass, jint n, jint m, jint width) {
  return static_cast<jlong>(zener_mmd_workspace(n, m, width));
}
NATIVE(jint, mmd)(JNIEnv*, jclass, jlong x, jint n, jlong y, jint m, jint width, jlong value, jlong workspace,
                  jlong stream) {
  return CALL(mmd_forward)(floats(x), n, floats(y), m, width, floats(value), at(workspace), at(stream));
}
NATIVE(jint, mmdBackward)(JNIEnv*, jclass, jlong x, jint n, jlong y, jint m, jint width, jlong dvalue, jlong dx,
                          jlong dy, jlong workspace, jlong stream) {
  return CALL(mmd_backward)(floats(x), n, floats(y), m, width, floats(dvalue), floats(dx), floats(dy), at(workspace),
                            at(stream));
}

NATIVE(jint, dropout)(JNIEnv*, jclass, jlong x, jlong count, jlong counter, jint site, jdouble rate, jlong y,
                      jlong stream) {
  return CALL(dropout)(floats(x), static_cast<size_t>(count), longs(counter), site, rate, floats(y), at(stream));
}

NATIVE(jint, layerNorm)(JNIEnv*, jclass, jlong x, jlong gamma, jlong beta, jlong residual, jlong counter, jint site,
                        jdouble rate, jdouble epsilon, jint rows, jint width, jlong y, jlong rounded, jlong mean,
                        jlong rstd, jlong sum, jlong stream) {
  return CALL(layernorm_forward)(floats(x), floats(gamma), floats(beta), floats(residual), longs(counter), site, rate,
                                 epsilon, rows, width, floats(y), at(rounded), floats(mean), floats(rstd), floats(sum),
                                 at(stream));
}
NATIVE(jlong, layerNormWorkspace)(JNIEnv*, jclass, jint rows, jint width) {
  return static_cast<jlong>(zener_layernorm_workspace(rows, width));
}
NATIVE(jint, layerNormBackward)(JNIEnv*, jclass, jlong s, jlong gamma, jlong mean, jlong rstd, jlong dy, jlong counter,
                                jint site, jdouble rate, jint rows, jint width, jlong ds, jlong dgamma, jlong dbeta,
                                jlong dx, jlong rounded, jlong workspace, jlong stream) {
  return CALL(layernorm_backward)(floats(s), floats(gamma), floats(mean), floats(rstd), floats(dy), longs(counter),
                                  site, rate, rows, width, floats(ds), floats(dgamma), floats(dbeta), floats(dx),
                                  at(rounded), at(workspace), at(stream));
}

NATIVE(jint, rows)(JNIEnv*, jclass, jlong x, jlong rows, jint count, jint width, jlong y, jlong stream) {
  return CALL(rows_forward)(floats(x), ints(rows), count, width, floats(y), at(stream));
}
NATIVE(jint, rowsBackward)(JNIEnv*, jclass, jlong rows, jlong dy, jint count, jint height, jint width, jlong dx,
                           jlong stream) {
  return CALL(rows_backward)(ints(rows), floats(dy), count, height, width, floats(dx), at(stream));
}

NATIVE(jint, embedding)(JNIEnv*, jclass, jlong word, jlong position, jlong type, jlong ids, jlong offsets,
                        jint sentences, jint count, jint width, jlong y, jlong stream) {
  return CALL(embedding_forward)(floats(word), floats(position), floats(type), ints(ids), ints(offsets), sentences,
                                 count, width, floats(y), at(stream));
}
NATIVE(jint, embeddingBackward)(JNIEnv*, jclass, jlong ids, jlong offsets, jlong dy, jint sentences, jint count,
                                jint width, jint vocabulary, jint positions, jint types, jlong dword, jlong dposition,
                                jlong dtype, jlong stream) {
  return CALL(embedding_backward)(ints(ids), ints(offsets), floats(dy), sentences, count, width, vocabulary, positions,
                                  types, floats(dword), floats(dposition), floats(dtype), at(stream));
}

NATIVE(jint, crossEntropy)(JNIEnv*, jclass, jlong logits, jlong labels, jint rows, jint width, jlong loss,
                           jlong stream) {
  return CALL(crossentropy_forward)(floats(logits), ints(labels), rows, width, floats(loss), at(stream));
}
NATIVE(jint, crossEntropyBackward)(JNIEnv*, jclass, jlong logits, jlong labels, jlong dloss, jint rows, jint width,
                                   jlong dlogits, jlong stream) {
  return CALL(crossentropy_backward)(floats(logits), ints(labels), floats(dloss), rows, width, floats(dlogits),
                                     at(stream));
}

NATIVE(jint, softMse)(JNIEnv*, jclass, jlong logits, jlong soft, jint rows, jint width, jlong loss, jlong stream) {
  return CALL(softmse_forward)(floats(logits), floats(soft), rows, width, floats(loss), at(stream));
}
NATIVE(jint, softMseBackward)(JNIEnv*, jclass, jlong logits, jlong soft, jlong dloss, jint rows, jint width,
                              jlong dlogits, jlong stream) {
  return CALL(softmse_backward)(floats(logits), floats(soft), floats(dloss), rows, width, floats(dlogits), at(stream));
}

NATIVE(jint, concat)(JNIEnv*, jclass, jlong left, jlong right, jint rows, jint lefts, jint rights, jlong y,
                     jlong stream) {
  return CALL(concat_forward)(floats(left), floats(right), rows, lefts, rights, floats(y), at(stream));
}
NATIVE(jint, concatBackward)(JNIEnv*, jclass, jlong dy, jint rows, jint lefts, jint rights, jlong dleft, jlong dright,
                             jlong stream) {
  return CALL(concat_backward)(floats(dy), rows, lefts, rights, floats(dleft), floats(dright), at(stream));
}

NATIVE(jint, mostLabels)(JNIEnv*, jclass) { return ZENER_MOST_LABELS; }
NATIVE(jlong, crfWorkspace)(JNIEnv*, jclass, jint words, jint width, jint sentences) {
  return static_cast<jlong>(zener_crf_workspace(words, width, sentences));
}
NATIVE(jint, crf)(JNIEnv*, jclass, jlong emissions, jlong transitions, jlong start, jlong end, jlong offsets,
                  jlong labels, jint words, jint width, jint sentences, jlong loss, jlong workspace, jlong stream) {
  return CALL(crf_forward)(floats(emissions), floats(transitions), floats(start), floats(end), ints(offsets),
                           ints(labels), words, width, sentences, floats(loss), at(workspace), at(stream));
}
NATIVE(jint, crfBackward)(JNIEnv*, jclass, jlong emissions, jlong transitions, jlong start, jlong end, jlong offsets,
                          jlong labels, jlong dloss, jint words, jint width, jint sentences, jlong demissions,
                          jlong dtransitions, jlong dstart, jlong dend, jlong workspace, jlong stream) {
  return CALL(crf_backward)(floats(emissions), floats(transitions), floats(start), floats(end), ints(offsets),
                            ints(labels), floats(dloss), words, width, sentences, floats(demissions),
                            floats(dtransitions), floats(dstart), floats(dend), at(workspace), at(stream));
}
NATIVE(jint, crfMarginals)(JNIEnv*, jclass, jlong emissions, jlong transitions, jlong start, jlong end, jlong offsets,
                           jint words, jint width, jint sentences, jlong p, jlong workspace, jlong stream) {
  return CALL(crf_marginals)(floats(emissions), floats(transitions), floats(start), floats(end), ints(offsets), words,
                             width, sentences, floats(p), at(workspace), at(stream));
}
NATIVE(jint, crfViterbi)(JNIEnv*, jclass, jlong emissions, jlong transitions, jlong start, jlong end, jlong offsets,
                         jint words, jint width, jint sentences, jlong labels, jlong workspace, jlong stream) {
  return CALL(crf_viterbi)(floats(emissions), floats(transitions), floats(start), floats(end), ints(offsets), words,
                           width, sentences, ints(labels), at(workspace), at(stream));
}

// addresses: the fixed terms, omega if anything is weighted, the weighted terms.
static zener_terms terms(JNIEnv* env, jint fixed, jint weighted, jfloat beta, jfloatArray coefficients,
                         jlongArray addresses) {
  zener_terms t{};
  t.fixed = fixed;
  t.weighted = weighted;
  t.beta = beta;
  env->GetFloatArrayRegion(coefficients, 0, fixed, t.coefficients);
  std::vector<jlong> from = all(env, addresses);
  size_t next = 0;
  for (int i = 0; i < fixed; i++) t.fixed_terms[i] = floats(from[next++]);
  if (weighted > 0) t.omega = floats(from[next++]);
  for (int i = 0; i < weighted; i++) t.weighted_terms[i] = floats(from[next++]);
  return t;
}

NATIVE(jint, mostTerms)(JNIEnv*, jclass) { return ZENER_MOST_TERMS; }
NATIVE(jint, weightedSum)(JNIEnv* env, jclass, jint fixed, jint weighted, jfloat beta, jfloatArray coefficients,
                          jlongArray addresses, jlong total, jlong stream) {
  return CALL(weightedsum_forward)(terms(env, fixed, weighted, beta, coefficients, addresses), floats(total),
                                   at(stream));
}
NATIVE(jint, weightedSumBackward)(JNIEnv* env, jclass, jint fixed, jint weighted, jfloat beta,
                                  jfloatArray coefficients, jlongArray addresses, jlong dtotal, jlongArray gradients,
                                  jlong stream) {
  zener_term_gradients g{};
  std::vector<jlong> into = all(env, gradients);
  size_t next = 0;
  for (int i = 0; i < fixed; i++) g.fixed_terms[i] = floats(into[next++]);
  if (weighted > 0) g.omega = floats(into[next++]);
  for (int i = 0; i < weighted; i++) g.weighted_terms[i] = floats(into[next++]);
  return CALL(weightedsum_backward)(terms(env, fixed, weighted, beta, coefficients, addresses), floats(dtotal), g,
                                    at(stream));
}

NATIVE(jint, attention)(JNIEnv*, jclass, jboolean operands, jlong q, jlong k, jlong v, jlong queryOffsets,
                        jlong keyOffsets, jlong counter, jint site, jdouble rate, jint sentences, jint longest,
                        jint queries, jint keys, jint heads, jint size, jboolean bfloat16, jlong y, jlong lse,
                        jlong stream) {
  return CALL(attention_forward)(type(operands), at(q), at(k), at(v), ints(queryOffsets), ints(keyOffsets),
                                 longs(counter), site, rate, sentences, longest, queries, keys, heads, size,
                                 type(bfloat16), at(y), floats(lse), at(stream));
}
NATIVE(jint, attentionBackward)(JNIEnv*, jclass, jlong lse, jlong dy, jlong q, jlong k, jlong v, jlong queryOffsets,
                                jlong keyOffsets, jlong counter, jint site, jdouble rate, jint sentences, jint longest,
                                jint queries, jint keys, jint heads, jint size, jboolean bfloat16, jlong dq,
                                jlong dk, jlong dv, jlong delta, jlong stream) {
  return CALL(attention_backward)(floats(lse), floats(dy), floats(q), floats(k), floats(v), ints(queryOffsets),
                                  ints(keyOffsets), longs(counter), site, rate, sentences, longest, queries, keys,
                                  heads, size, type(bfloat16), at(dq), at(dk), at(dv), floats(delta), at(stream));
}

// Writes entries of the lists that multi-tensor kernels read, in the device's layout.
NATIVE(jint, stretchBytes)(JNIEnv*, jclass) { return sizeof(zener_stretch); }
NATIVE(jint, parameterBytes)(JNIEnv*, jclass) { return sizeof(zener_parameter); }
NATIVE(void, putStretch)(JNIEnv*, jclass, jlong list, jint i, jint tensor, jlong from, jlong to) {
  at<zener_stretch>(list)[i] = {tensor, from, to};
}
NATIVE(void, putParameter)(JNIEnv*, jclass, jlong list, jint i, jlong value, jlong gradient, jlong first, jlong second,
                           jlong rounded, jfloat decay, jfloat factor) {
  at<zener_parameter>(list)[i] = {floats(value), floats(gradient), floats(first), floats(second),
                                  at(rounded),   decay,            factor};
}
NATIVE(jint, globalNorm)(JNIEnv*, jclass, jlong stretches, jint count, jlong tensors, jlong parts, jlong norm,
                         jlong stream) {
  return CALL(globalnorm)(at<zener_stretch>(stretches), count, at<const float*>(tensors), at<double>(parts),
                          floats(norm), at(stream));
}
NATIVE(jint, adamW)(JNIEnv*, jclass, jlong stretches, jint count, jlong parameters, jdouble beta1, jdouble beta2,
                    jdouble epsilon, jdouble maxNorm, jlong norm, jlong scalars, jlong stream) {
  return CALL(adamw)(at<zener_stretch>(stretches), count, at<zener_parameter>(parameters),
                     {beta1, beta2, epsilon, maxNorm}, floats(norm), floats(scalars), at(stream));
}
