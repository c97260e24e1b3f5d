package dev.zener.op.cuda;

/** A call of CUDA, cuBLASLt or one of our kernels failed. The message names op, sizes and cause. */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  CudaException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** CUDA's error code, or from 10,000 on one of ours. */
  public int code() {
    return code;
  }
}
