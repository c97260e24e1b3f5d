package dev.zener.op.onednn.primitive;

import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/** A oneDNN primitive of fixed shapes. Addresses are given with each run. Not thread-safe. */
public final class Primitive implements AutoCloseable {
  /**
   * An argument that a primitive reads or writes.
   *
   * @param role oneDNN's number of the argument
   * @param layout the layout, which the caller still owns
   */
  public record Argument(int role, dnnl_memory_desc layout) {}

  /** A call of the oneDNN function that describes a primitive; returns its status. */
  @FunctionalInterface
  public interface Description {
    int create(dnnl_primitive_desc described, dnnl_primitive_attr attributes);
  }

  /** Calls that append operations to a primitive, which are computed in registers. */
  @FunctionalInterface
  public interface Epilogue {
    /** No operations. */
    Epilogue NONE = operations -> {};

    void append(dnnl_post_ops operations);
  }

  private final String running;
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments;
  private final MovableMemory[] memories;

  /**
   * Creates a primitive.
   *
   * @param name the name in messages
   * @param description the description, which is destroyed
   */
  public Primitive(String name, dnnl_primitive_desc description, Argument... arguments) {
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

  /** Creates a primitive without an epilogue. */
  static Primitive of(String name, Description description, Argument... arguments) {
    return new Primitive(name, describe(name, Epilogue.NONE, description), arguments);
  }

  /**
   * Creates a description, which the caller must destroy.
   *
   * @param name the name in messages
   */
  public static dnnl_primitive_desc describe(
      String name, Epilogue epilogue, Description description) {
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
      dnnl.dnnl_post_ops_destroy(operations); // oneDNN ignores objects that were not created
      dnnl.dnnl_primitive_attr_destroy(attributes);
    }
  }

  /** Runs the primitive with an address for each argument, in their order. */
  public void run(long... addresses) {
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
