package dev.zener.op.cuda;

/**
 * The functions of {@code native/include/zener.h}, which describes each of them. Tensors, streams
 * and other handles are passed as addresses, 0 for null. A returned int is an error code, 0 for
 * success, except where it is a size or a number.
 */
final class Native {
  private Native() {}

  static native String error();

  static native int device(String[] name, long[] numbers);

  static native int openStream(long[] stream);

  static native int closeStream(long stream);

  static native int await(long stream);

  static native int allocate(long bytes, long[] address);

  static native int release(long address);

  static native int upload(long to, long from, long bytes, long stream);

  static native int download(long to, long from, long bytes, long stream);

  static native int copy(long to, long from, long bytes, long stream);

  static native int zero(long address, long bytes, long stream);

  static native int beginRecording(long stream);

  static native int endRecording(long stream, long[] recording);

  static native int replay(long recording, long stream);

  static native int closeRecording(long recording);

  static native int beginTrace(String path, boolean values);

  static native int endTrace();

  static native int sum(long a, long b, long count, long c, long stream);

  static native int round(long from, long count, long to, long stream);

  static native int widen(long from, long count, long to, long stream);

  static native int openLinear(String path, long[] linear);

  static native void closeLinear(long linear);

  static native String linearLibrary(long linear);

  static native long linearWorkspace();

  static native int linear(
      long linear,
      int rows,
      int inputs,
      int outputs,
      boolean gelu,
      boolean tf32,
      boolean bfloat16Operands,
      boolean bfloat16Result,
      long x,
      long w,
      long bias,
      long addend,
      long z,
      long y,
      long workspace,
      long stream);

  static native int linearBackward(
      long linear,
      int rows,
      int inputs,
      int outputs,
      boolean gelu,
      boolean tf32,
      boolean bfloat16Operands,
      boolean bfloat16Result,
      long x,
      long w,
      long dy,
      long z,
      long addend,
      long dz,
      long dx,
      long dw,
      long db,
      long workspace,
      long stream);

  static native long lstmWorkspace(int rows, int inputs, int size);

  static native int lstm(
      long linear,
      boolean tf32,
      long x,
      long offsets,
      long wx,
      long wh,
      long b,
      long wxBack,
      long whBack,
      long bBack,
      int sequences,
      int rows,
      int inputs,
      int size,
      long y,
      long last,
      long gates,
      long cells,
      long workspace,
      long products,
      long stream);

  static native int lstmBackward(
      long linear,
      boolean tf32,
      long x,
      long offsets,
      long wx,
      long wh,
      long wxBack,
      long whBack,
      long y,
      long gates,
      long cells,
      long dy,
      long dlast,
      int sequences,
      int rows,
      int inputs,
      int size,
      long dx,
      long dwx,
      long dwh,
      long db,
      long dwxBack,
      long dwhBack,
      long dbBack,
      long workspace,
      long products,
      long stream);

  static native long mmdWorkspace(int n, int m, int width);

  static native int mmd(
      long x, int n, long y, int m, int width, long value, long workspace, long stream);

  static native int mmdBackward(
      long x,
      int n,
      long y,
      int m,
      int width,
      long dvalue,
      long dx,
      long dy,
      long workspace,
      long stream);

  static native int dropout(
      long x, long count, long counter, int site, double rate, long y, long stream);

  static native int layerNorm(
      long x,
      long gamma,
      long beta,
      long residual,
      long counter,
      int site,
      double rate,
      double epsilon,
      int rows,
      int width,
      long y,
      long rounded,
      long mean,
      long rstd,
      long sum,
      long stream);

  static native long layerNormWorkspace(int rows, int width);

  static native int layerNormBackward(
      long s,
      long gamma,
      long mean,
      long rstd,
      long dy,
      long counter,
      int site,
      double rate,
      int rows,
      int width,
      long ds,
      long dgamma,
      long dbeta,
      long dx,
      long rounded,
      long workspace,
      long stream);

  static native int rows(long x, long rows, int count, int width, long y, long stream);

  static native int rowsBackward(
      long rows, long dy, int count, int height, int width, long dx, long stream);

  static native int embedding(
      long word,
      long position,
      long type,
      long ids,
      long offsets,
      int sentences,
      int count,
      int width,
      long y,
      long stream);

  static native int embeddingBackward(
      long ids,
      long offsets,
      long dy,
      int sentences,
      int count,
      int width,
      int vocabulary,
      int positions,
      int types,
      long dword,
      long dposition,
      long dtype,
      long stream);

  static native int crossEntropy(
      long logits, long labels, int rows, int width, long loss, long stream);

  static native int crossEntropyBackward(
      long logits, long labels, long dloss, int rows, int width, long dlogits, long stream);

  static native int softMse(long logits, long soft, int rows, int width, long loss, long stream);

  static native int softMseBackward(
      long logits, long soft, long dloss, int rows, int width, long dlogits, long stream);

  static native int concat(
      long left, long right, int rows, int lefts, int rights, long y, long stream);

  static native int concatBackward(
      long dy, int rows, int lefts, int rights, long dleft, long dright, long stream);

  static native int mostLabels();

  static native long crfWorkspace(int words, int width, int sentences);

  static native int crf(
      long emissions,
      long transitions,
      long start,
      long end,
      long offsets,
      long labels,
      int words,
      int width,
      int sentences,
      long loss,
      long workspace,
      long stream);

  static native int crfBackward(
      long emissions,
      long transitions,
      long start,
      long end,
      long offsets,
      long labels,
      long dloss,
      int words,
      int width,
      int sentences,
      long demissions,
      long dtransitions,
      long dstart,
      long dend,
      long workspace,
      long stream);

  static native int crfMarginals(
      long emissions,
      long transitions,
      long start,
      long end,
      long offsets,
      int words,
      int width,
      int sentences,
      long p,
      long workspace,
      long stream);

  static native int crfViterbi(
      long emissions,
      long transitions,
      long start,
      long end,
      long offsets,
      int words,
      int width,
      int sentences,
      long labels,
      long workspace,
      long stream);

  static native int mostTerms();

  static native int weightedSum(
      int fixed,
      int weighted,
      float beta,
      float[] coefficients,
      long[] terms,
      long total,
      long stream);

  static native int weightedSumBackward(
      int fixed,
      int weighted,
      float beta,
      float[] coefficients,
      long[] terms,
      long dtotal,
      long[] gradients,
      long stream);

  static native int attention(
      boolean bfloat16Operands,
      long q,
      long k,
      long v,
      long queryOffsets,
      long keyOffsets,
      long counter,
      int site,
      double rate,
      int sentences,
      int longest,
      int queries,
      int keys,
      int heads,
      int size,
      boolean bfloat16,
      long y,
      long lse,
      long stream);

  static native int attentionBackward(
      long lse,
      long dy,
      long q,
      long k,
      long v,
      long queryOffsets,
      long keyOffsets,
      long counter,
      int site,
      double rate,
      int sentences,
      int longest,
      int queries,
      int keys,
      int heads,
      int size,
      boolean bfloat16,
      long dq,
      long dk,
      long dv,
      long delta,
      long stream);

  static native int stretchBytes();

  static native int parameterBytes();

  static native void putStretch(long list, int i, int tensor, long from, long to);

  static native void putParameter(
      long list,
      int i,
      long value,
      long gradient,
      long first,
      long second,
      long rounded,
      float decay,
      float factor);

  static native int globalNorm(
      long stretches, int count, long tensors, long parts, long norm, long stream);

  static native int adamW(
      long stretches,
      int count,
      long parameters,
      double beta1,
      double beta2,
      double epsilon,
      double maxNorm,
      long norm,
      long scalars,
      long stream);
}
