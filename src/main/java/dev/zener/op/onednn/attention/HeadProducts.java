package dev.zener.op.onednn.attention;

import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.Gemm;

/** The products of an item, head by head; s denotes scores [keys,heads·queries]. */
final class HeadProducts {
  private HeadProducts() {}

  /** s = (rows by key) (rows by query)ᵀ. */
  static void scores(
      Gemm gemm, PackedSentences at, SentencePart item, Tensor keys, Tensor queries, long s) {
    int m = item.queries();
    for (int a = 0; a < item.heads(); a++) {
      gemm.run(
          false,
          true,
          item.keys(),
          m,
          at.size,
          1,
          at.key(keys, item, a),
          at.hidden,
          at.query(queries, item, a),
          at.hidden,
          0,
          s + 4L * a * m,
          item.columns());
    }
  }

  /** (rows by query) = α sᵀ (rows by key). */
  static void overKeys(
      Gemm gemm,
      PackedSentences at,
      SentencePart item,
      float alpha,
      long s,
      Tensor keys,
      HeadRows queries) {
    int m = item.queries();
    for (int a = 0; a < item.heads(); a++) {
      gemm.run(
          true,
          false,
          m,
          at.size,
          item.keys(),
          alpha,
          s + 4L * a * m,
          item.columns(),
          at.key(keys, item, a),
          at.hidden,
          0,
          queries.column(a * at.size),
          queries.stride());
    }
    queries.finish();
  }

  /** (rows by key) = α s (rows by query), summed over all items of a head. */
  static void overQueries(
      Gemm gemm,
      PackedSentences at,
      SentencePart item,
      float alpha,
      long s,
      Tensor queries,
      HeadRows keys) {
    int m = item.queries();
    for (int a = 0; a < item.heads(); a++) {
      gemm.run(
          false,
          false,
          item.keys(),
          at.size,
          m,
          alpha,
          s + 4L * a * m,
          item.columns(),
          at.query(queries, item, a),
          at.hidden,
          item.query() > 0 ? 1 : 0,
          keys.column(a * at.size),
          keys.stride());
    }
    if (item.query() + m == at.queries(item.sentence())) {
      keys.finish();
    }
  }
}
