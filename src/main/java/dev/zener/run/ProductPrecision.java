package dev.zener.run;

import dev.zener.config.EnumKeys;

/** The precision of the operands of matrix products. */
public enum ProductPrecision {
  FLOAT32,
  /** Float32 reduced to 11 significant bits; only on NVIDIA GPUs from Ampere on. */
  TF32,
  BFLOAT16,
  /** BFLOAT16 if the device has instructions for it; the environment records the choice. */
  AUTO;

  /** The name in configurations. */
  public String key() {
    return EnumKeys.key(this);
  }
}
