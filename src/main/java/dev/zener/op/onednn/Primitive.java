package dev.zener.op.onednn;

import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * One of oneDNN's primitives, of fixed shapes. Belongs to one thread; addresses are given with each
 * run.
 */
final class Primitive implements AutoCloseable {
  /**
   * What a primitive reads or writes.
   *
   * @param role oneDNN's number for it
   * @param layout stays the caller's
   */
  record Argument(int role, dnnl_memory_desc layout) {}

  /** A call of the function of oneDNN's that describes a primitive. → Its status. */
  @FunctionalInterface
  interface Description {
    int create(dnnl_primitive_desc described, dnnl_primitive_attr attributes);
  }

  /** Calls that append what follows a primitive in registers. */
  @FunctionalInterface
  interface Epilogue {
    /** Nothing follows. */
    Epilogue NONE = operations -> {};

    void append(dnnl_post_ops operations);
  }

  private final String running;
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments;
  private final MovableMemory[] memories;

  /**
   * Makes it.
   *
   * @param name for messages
   * @param description is destroyed
   */
  Primitive(String name, dnnl_primitive_desc description, Argument... arguments) {
    running = name + " run";
    this.arguments = new dnnl_exec_arg_t(arguments.length);
    memories = new MovableMemory[arguments.length];
    try {
      Engine.check(dnnl.dnnl_primitive_create(primitive, description), name);
      for (int i = 0; i < arguments.length; i++) {
        memories[i] = new MovableMemory(arguments[i].layout());
        this.arguments.position(i).arg(arguments[i].role()).memory(memories[i].get());
      }
      this.arguments.position(0);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    } finally {
      dnnl.dnnl_primitive_desc_destroy(description);
    }
  }

  /** Makes what nothing follows. */
  static Primitive of(String name, Description description, Argument... arguments) {
    return new Primitive(name, describe(name, Epilogue.NONE, description), arguments);
  }

  /**
   * A description, which the caller destroys.
   *
   * @param name for messages
   */
  static dnnl_primitive_desc describe(String name, Epilogue epilogue, Description description) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    dnnl_post_ops operations = new dnnl_post_ops();
    try {
      Engine.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
      Engine.check(dnnl.dnnl_post_ops_create(operations), "post-ops");
      epilogue.append(operations);
      Engine.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), "post-ops");
      dnnl_primitive_desc described = new dnnl_primitive_desc();
      Engine.check(description.create(described, attributes), name);
      return described;
    } finally {
      dnnl.dnnl_post_ops_destroy(operations); // oneDNN passes over what was not made
      dnnl.dnnl_primitive_attr_destroy(attributes);
    }
  }

  /** Runs on what lies at these addresses, one for each argument, in their order. */
  void run(long... addresses) {
    for (int i = 0; i < memories.length; i++) {
      memories[i].at(addresses[i]);
    }
    Engine.check(
        dnnl.dnnl_primitive_execute(primitive, Engine.stream(), memories.length, arguments),
        running);
  }

  @Override
  public void close() {
    dnnl.dnnl_primitive_destroy(primitive);
    Stream.of(memories).filter(Objects::nonNull).forEach(MovableMemory::close);
    arguments.close();
  }
}
