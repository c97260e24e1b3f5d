package dev.zener.model;

import java.util.List;

/**
 * The declaration of a parameter.
 *
 * @param name its name: HuggingFace's if there is one
 * @param shape its sizes
 * @param initial how it starts
 * @param group the part that it belongs to
 * @param decays whether weight decay applies
 */
public record ParameterSpec(
    String name, long[] shape, InitialValue initial, ParameterGroup group, boolean decays) {
  /** A matrix [rows,columns] that starts from N(0, initializer_range²) and decays. */
  static ParameterSpec matrix(ParameterGroup group, String name, long rows, long columns) {
    return new ParameterSpec(name, new long[] {rows, columns}, InitialValue.NORMAL, group, true);
  }

  /** A vector that starts from one value and does not decay. */
  private static ParameterSpec vector(
      ParameterGroup group, String name, long size, InitialValue initial) {
    return new ParameterSpec(name, new long[] {size}, initial, group, false);
  }

  /** The weight [out,in] and the bias [out] of a linear layer. */
  public static List<ParameterSpec> linear(ParameterGroup group, String prefix, long out, long in) {
    return List.of(
        matrix(group, prefix + ".weight", out, in),
        vector(group, prefix + ".bias", out, InitialValue.ZEROS));
  }

  /** The weight and the bias of a layer normalisation. */
  static List<ParameterSpec> norm(ParameterGroup group, String prefix, long size) {
    return List.of(
        vector(group, prefix + ".weight", size, InitialValue.ONES),
        vector(group, prefix + ".bias", size, InitialValue.ZEROS));
  }
}
