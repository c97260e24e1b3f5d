package dev.zener;

import dev.zener.device.ThreadLimit;
import dev.zener.op.backend.Backends;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Options of an {@link Encoder}.
 *
 * @param device where to compute: auto, reference, onednn or cuda
 * @param precision of the operands of matrix products: float32, tf32, bfloat16 or auto
 * @param batchPieces the maximum number of pieces computed at once
 * @param maxMemory the maximum resident size of the process in bytes (Linux only); batches are made
 *     smaller to stay below it; empty: no limit
 * @param threads the maximum number of threads that compute on the CPU, which does not change the
 *     values; empty: one per processor
 */
public record EncoderOptions(
    String device, String precision, int batchPieces, OptionalLong maxMemory, OptionalInt threads) {
  /** The best available device, float32, batches of 4096 pieces, no limits. */
  public static final EncoderOptions DEFAULTS =
      new EncoderOptions("auto", "float32", 4096, OptionalLong.empty(), OptionalInt.empty());

  public EncoderOptions {
    Objects.requireNonNull(maxMemory, "maxMemory");
    TaggerOptions.requireMemory(maxMemory);
    TaggerOptions.known("device", device, Backends.CHOICES);
    TaggerOptions.known("precision", precision, Backends.PRECISIONS);
    TaggerOptions.requirePieces("batchPieces", batchPieces);
    ThreadLimit.of(threads); // checks the number
  }

  public EncoderOptions withDevice(String value) {
    return new EncoderOptions(value, precision, batchPieces, maxMemory, threads);
  }

  public EncoderOptions withPrecision(String value) {
    return new EncoderOptions(device, value, batchPieces, maxMemory, threads);
  }

  public EncoderOptions withBatchPieces(int value) {
    return new EncoderOptions(device, precision, value, maxMemory, threads);
  }

  /** Returns a copy with another limit on the resident size of the process, in bytes. */
  public EncoderOptions withMaxMemory(long value) {
    return new EncoderOptions(device, precision, batchPieces, OptionalLong.of(value), threads);
  }

  public EncoderOptions withThreads(int value) {
    return new EncoderOptions(device, precision, batchPieces, maxMemory, OptionalInt.of(value));
  }
}
