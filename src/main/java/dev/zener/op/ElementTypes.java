package dev.zener.op;

import dev.zener.device.ElementType;
import org.nd4j.linalg.api.buffer.DataType;

/** Converts between Zener's and ND4J's element types. */
public final class ElementTypes {
  private ElementTypes() {}

  /**
   * The element type for one of ND4J's.
   *
   * @throws IllegalArgumentException if Zener's ops do not support it
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

  /** The ND4J type for an element type. */
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
