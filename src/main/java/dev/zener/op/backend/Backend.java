package dev.zener.op.backend;

import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.op.Op;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A set of kernels for one kind of device. */
public interface Backend {
  /** The name of the backend as given to {@code --device}. */
  String name();

  /** The memory in which the tensors of its kernels must be. */
  default Memory memory() {
    return Memory.HOST;
  }

  /**
   * The kernel for an op with its settings, whose floating-point tensors have this type. A backend
   * without a kernel of its own returns the reference kernel; a device returns one that copies its
   * operands to the host and the results back.
   */
  Kernel kernel(Op op, ElementType type);

  /**
   * One kernel that replaces the float32 kernels of several ops, none of which reads an output of
   * another. Its inputs and outputs are those of the ops, one op after the other. Empty if there is
   * none.
   */
  default Optional<Kernel> together(List<Op> ops) {
    return Optional.empty();
  }

  /** The reason why the kernel of an op cannot run on this machine; empty if it can. */
  default Optional<String> missing(Class<? extends Op> op) {
    return Optional.empty();
  }

  /** The sum of two tensors of one shape; SameDiff adds it if a gradient has two sources. */
  Kernel sum(ElementType type);

  /** Converts a tensor to another floating-point type, rounding to nearest. */
  Kernel cast(ElementType from, ElementType to);

  /**
   * The type of the operands of {@link Linear}'s products if tensors are FLOAT32: FLOAT32, or
   * BFLOAT16, whose products are still summed in float32.
   */
  ElementType products();

  /** The precision of its products as in {@link Backends#PRECISIONS}, never auto. */
  default String precision() {
    return products().name().toLowerCase(Locale.ROOT);
  }

  /** The name of the backend that supplies the kernel of an op, for {@code info}. */
  String origin(Class<? extends Op> op, ElementType type);
}
