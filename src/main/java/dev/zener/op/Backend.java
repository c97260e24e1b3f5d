package dev.zener.op;

import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A family of kernels for one kind of device. */
public interface Backend {
  /** The word that {@code --device} takes. */
  String name();

  /** Where its kernels' tensors lie. */
  default Memory memory() {
    return Memory.HOST;
  }

  /**
   * The kernel for an op whose floating-point tensors have this type, bound to its settings. Never
   * null: a backend without one of its own gives the reference kernel.
   */
  Kernel kernel(Op op, ElementType type);

  /**
   * One kernel in the place of several float32 ones, none of which reads what another writes, whose
   * inputs and outputs are all of theirs one after the other; empty if there is none.
   */
  default Optional<Kernel> together(List<Op> ops) {
    return Optional.empty();
  }

  /** The sum of two tensors of one shape, which SameDiff puts where a gradient has two sources. */
  Kernel sum(ElementType type);

  /** A copy of a tensor in another floating-point type, rounded to nearest. */
  Kernel cast(ElementType from, ElementType to);

  /**
   * The type of the operands of {@link Linear}'s products where tensors are FLOAT32: FLOAT32
   * itself, or BFLOAT16, whose products are still summed in float32.
   */
  ElementType products();

  /** The word of {@link Backends#PRECISIONS} for its products, never auto. */
  default String precision() {
    return products().name().toLowerCase(Locale.ROOT);
  }

  /** Where the kernel of an op comes from, for {@code info}. */
  String origin(Class<? extends Op> op, ElementType type);
}
