package dev.zener.cli;

import dev.zener.EncoderOptions;
import picocli.CommandLine.Mixin;

/** The options of an encoder. */
final class EncodingOptions {
  @Mixin private DeviceOptions device;
  @Mixin private BatchOption batch;
  @Mixin private MemoryOption memory;
  @Mixin private ThreadsOption threads;

  EncoderOptions options() {
    return new EncoderOptions(
        device.device(),
        device.precision(),
        batch.batchPieces(),
        memory.maxMemory(),
        threads.threads());
  }
}
