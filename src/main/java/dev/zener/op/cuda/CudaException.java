package dev.zener.op.cuda;

/**
 * Thrown if a call of CUDA, cuBLASLt or one of Zener's kernels fails. The message names the op, the
 * sizes and the cause.
 */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  CudaException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** CUDA's error code; codes from 10,000 on are Zener's. */
  public int code() {
    return code;
  }
}
