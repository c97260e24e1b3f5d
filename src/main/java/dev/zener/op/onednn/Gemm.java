package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** oneDNN's single-precision product of row-major matrices. One object a thread. */
final class Gemm {
  /** Multiplications below which starting a second thread costs more than it saves. */
  private static final long SERIAL = 1 << 18;

  private final Address a = new Address();
  private final Address b = new Address();
  private final Address c = new Address();

  /**
   * C = α op(A) op(B) + β C, op(A) [m,k], op(B) [k,n], C [m,n]; the ld are the row lengths as
   * stored.
   */
  void run(
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

  /** C = op(A) op(B) + β C over whole tensors, the rows of C spread over the workers. */
  static void product(
      boolean transposeA, boolean transposeB, Tensor a, Tensor b, float beta, Tensor c) {
    int m = c.dim(0);
    int n = c.dim(1);
    int k = transposeA ? a.dim(0) : a.dim(1);
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0) {
      // oneDNN would leave C as it is
      for (int e = 0; beta == 0 && e < c.size(); e++) {
        c.set(e, 0);
      }
      return;
    }
    int least = (long) m * n * k < SERIAL ? Integer.MAX_VALUE : 2;
    Workers.run(
        m,
        least,
        (from, to) -> {
          long rowsOfA = a.address() + 4L * from * (transposeA ? 1 : k);
          new Gemm()
              .run(
                  transposeA,
                  transposeB,
                  to - from,
                  n,
                  k,
                  1,
                  rowsOfA,
                  a.dim(1),
                  b.address(),
                  b.dim(1),
                  beta,
                  c.address() + 4L * from * n,
                  n);
        });
  }

  /** A pointer that can be moved, since making one costs more than a small product. */
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
