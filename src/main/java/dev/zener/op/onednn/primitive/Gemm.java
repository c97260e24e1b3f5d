package dev.zener.op.onednn.primitive;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** oneDNN's single-precision product of row-major matrices. Not thread-safe. */
public final class Gemm {
  /** The number of multiplications below which a second thread costs more than it saves. */
  private static final long SERIAL = 1 << 18;

  private final Address a = new Address();
  private final Address b = new Address();
  private final Address c = new Address();

  /**
   * C = α op(A) op(B) + β C with op(A) [m,k], op(B) [k,n], C [m,n]; lda, ldb and ldc are the
   * distances between stored rows, in elements.
   */
  public void run(
      boolean transposeA,
      boolean transposeB,
      long m,
      long n,
      long k,
      float alpha,
      long addressA,
      long lda,
      long addressB,
      long ldb,
      float beta,
      long addressC,
      long ldc) {
    int status =
        dnnl.dnnl_sgemm(
            (byte) (transposeA ? 'T' : 'N'),
            (byte) (transposeB ? 'T' : 'N'),
            m,
            n,
            k,
            alpha,
            a.at(addressA),
            lda,
            b.at(addressB),
            ldb,
            beta,
            c.at(addressC),
            ldc);
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException(
          "oneDNN sgemm m=" + m + " n=" + n + " k=" + k + " failed with status " + status);
    }
  }

  /** c = aᵀ b with a [k,m], b [k,n], k ≥ 1; the rows of c are distributed over the workers. */
  public static void transposedProduct(Tensor a, Tensor b, Tensor c) {
    int k = a.dim(0);
    int m = a.dim(1);
    int n = b.dim(1);
    Workers.run(
        m,
        (long) m * n * k < SERIAL ? Integer.MAX_VALUE : 2,
        (part, from, to) ->
            new Gemm()
                .run(
                    true,
                    false,
                    to - from,
                    n,
                    k,
                    1,
                    a.address() + 4L * from,
                    m,
                    b.address(),
                    n,
                    0,
                    c.address() + 4L * from * n,
                    n));
  }

  /** A pointer whose address can be changed, since creating one costs more than a small product. */
  private static final class Address extends FloatPointer {
    Address() {
      super((Pointer) null);
    }

    Address at(long where) {
      address = where;
      return this;
    }
  }
}
