package dev.zener.op.onednn.attention;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Attention;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.attention.HeadMatMul.Kind;
import dev.zener.op.onednn.primitive.Scratch;
import dev.zener.op.onednn.primitive.SoftmaxPrimitive;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * {@link Attention} for bfloat16 q, k and v, without dropout and gradient: two products and a
 * softmax for several heads of a sentence at once. Scores are float32, probabilities bfloat16.
 *
 * <p>The numbers of queries and keys are rounded up, so that few primitives serve all sentences.
 * Rows after a sentence are read as if they belonged to it, and the scores of such keys are set to
 * −∞.
 */
final class Bfloat16Attention implements Kernel {
  /** The numbers of queries and keys are rounded up to a multiple of this. */
  private static final int UNIT = 8;

  /**
   * The maximum number of scores held at a time for several heads, to fit the first-level cache.
   */
  private static final int MOST = 1 << 13;

  /** The number of scores below which a second thread costs more than it saves. */
  private static final long SERIAL = 6_000;

  private final Op op;
  private final Work[] works = new Work[Workers.threads()];

  Bfloat16Attention(Op op) {
    this.op = op;
    Arrays.setAll(works, i -> new Work());
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    PackedSentences at = new PackedSentences(op, in, 0);
    int unit = isRoom(at) ? UNIT : 1;
    List<SentencePart> items = items(at, unit);
    long scores = items.stream().mapToLong(SentencePart::scores).sum();
    Workers.each(
        items.size(),
        scores < SERIAL ? Integer.MAX_VALUE : 2,
        (thread, i) -> works[thread].run(at, items.get(i), unit, out[0]));
  }

  /** Whether there is memory for rows after the tensors; if so, sets those of k and v to zero. */
  private static boolean isRoom(PackedSentences at) {
    long bytes = (UNIT - 1L) * at.hidden * at.q.type().bytes();
    if (at.q.slack() < bytes || at.k.slack() < bytes || at.v.slack() < bytes) {
      return false;
    }
    for (Tensor t : List.of(at.k, at.v)) { // because 0 times NaN is not 0
      long end = t.address() + t.byteSize();
      Tensor.at(end, t.type(), UNIT - 1L, at.hidden).bytes().put(new byte[(int) bytes]);
    }
    return true;
  }

  private static int rounded(int n, int unit) {
    return (n + unit - 1) / unit * unit;
  }

  /**
   * Cuts the work into items of some heads of a sentence, at most a thread's share. The first heads
   * of all sentences come first, so that a thread reads what it has written itself if the preceding
   * products were cut in the same way.
   */
  private static List<SentencePart> items(PackedSentences at, int unit) {
    List<SentencePart> items = new ArrayList<>();
    int share = Math.max(1, at.heads / Workers.threads());
    for (int b = 0; b < at.sentences(); b++) {
      int m = at.queries(b);
      int n = at.keys(b);
      long each = Math.max(1, (long) rounded(m, unit) * rounded(n, unit));
      int group = divisor(share, MOST / each);
      for (int a = 0; a < at.heads && m > 0; a += group) {
        items.add(new SentencePart(b, a, Math.min(group, at.heads - a), 0, m, n));
      }
    }
    items.sort(Comparator.comparingInt(SentencePart::head));
    return items;
  }

  /** The largest divisor of n that is at most {@code most}, or 1. */
  private static int divisor(int n, long most) {
    int d = (int) Math.max(1, Math.min(n, most));
    while (n % d != 0) {
      d--;
    }
    return d;
  }

  @Override
  public void close() {
    for (Work work : works) {
      work.close();
    }
  }

  /** The scratch memory of a thread. */
  private static final class Work implements AutoCloseable {
    private final Scratch scores = new Scratch();
    private final Scratch probabilities = new Scratch();
    private final Scratch rows = new Scratch();

    void run(PackedSentences at, SentencePart item, int unit, Tensor y) {
      if (item.keys() == 0) {
        at.clearQueries(y, item);
        return;
      }
      int heads = item.heads();
      int m = rounded(item.queries(), unit);
      int n = rounded(item.keys(), unit);
      Tensor s = scores.floats((long) heads * m, n);
      long p = probabilities.address((long) heads * m * n * ElementType.BFLOAT16.bytes());
      long q = at.query(at.q, item, 0);
      product(Kind.SCORES, at, item, m, n, y).run(q, at.key(at.k, item, 0), s.address());
      exclude(s.floats(), heads * m, item.keys(), n);
      SoftmaxPrimitive.of(heads * m, n).run(s.address(), p);
      Tensor wide = rows.tensor(y.type(), m, (long) heads * at.size);
      product(Kind.VALUES, at, item, m, n, y).run(p, at.key(at.v, item, 0), wide.address());
      copy(wide, item.queries(), y, at.query(y, item, 0) - y.address(), at.hidden);
    }

    private static HeadMatMul product(
        Kind kind, PackedSentences at, SentencePart item, int m, int n, Tensor y) {
      ElementType result = kind == Kind.SCORES ? ElementType.FLOAT32 : y.type();
      return HeadMatMul.of(
          new HeadMatMul.Shape(kind, item.heads(), m, n, at.size, at.hidden, result));
    }

    /** Sets the columns after the first n of each row to −∞. */
    private static void exclude(FloatBuffer scores, int rows, int n, int width) {
      for (int row = 0; row < rows; row++) {
        for (int j = n; j < width; j++) {
          scores.put(row * width + j, Float.NEGATIVE_INFINITY);
        }
      }
    }

    /** Copies the first n rows to y, starting at byte {@code start}. */
    private static void copy(Tensor rows, int n, Tensor y, long start, int hidden) {
      int width = rows.dim(1) * rows.type().bytes();
      int apart = hidden * y.type().bytes();
      ByteBuffer from = rows.bytes();
      ByteBuffer to = y.bytes();
      for (int i = 0; i < n; i++) {
        to.put(Math.toIntExact(start + (long) i * apart), from, i * width, width);
      }
    }

    @Override
    public void close() {
      scores.close();
      probabilities.close();
      rows.close();
    }
  }
}
