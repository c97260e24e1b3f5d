package dev.zener.op;

import dev.zener.device.ElementType;
import org.nd4j.linalg.api.buffer.DataType;

/** Our element types as ND4J's. */
public final class ElementTypes {
  private ElementTypes() {}

  /**
   * Ours for one of ND4J's.
   *
   * @throws IllegalArgumentException if own ops do not take it
   */
  public static ElementType of(DataType type) {
    for (ElementType own : ElementType.values()) {
      if (nd4j(own) == type) {
        return own;
      }
    }
    throw new IllegalArgumentException(
        "an array of " + type + "; allowed: FLOAT, DOUBLE, INT, LONG (castTo one of them)");
  }

  /** ND4J's for one of ours. */
  public static DataType nd4j(ElementType type) {
    return switch (type) {
      case FLOAT32 -> DataType.FLOAT;
      case FLOAT64 -> DataType.DOUBLE;
      case BFLOAT16 -> DataType.BFLOAT16;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
    };
  }
}
