package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.JavaCpp;
import dev.zener.op.AdamW;
import dev.zener.op.Attention;
import dev.zener.op.Concat;
import dev.zener.op.Dropout;
import dev.zener.op.Embedding;
import dev.zener.op.GlobalNorm;
import dev.zener.op.LayerNorm;
import dev.zener.op.Linear;
import dev.zener.op.Lstm;
import dev.zener.op.Mmd;
import dev.zener.op.Op;
import dev.zener.op.Rows;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.attention.AttentionOneDnn;
import dev.zener.op.onednn.linear.LinearOneDnn;
import dev.zener.op.onednn.primitive.Cast;
import dev.zener.op.onednn.recurrent.LstmOneDnn;
import dev.zener.op.onednn.rows.AdamWOneDnn;
import dev.zener.op.onednn.rows.ConcatOneDnn;
import dev.zener.op.onednn.rows.DropoutOneDnn;
import dev.zener.op.onednn.rows.EmbeddingOneDnn;
import dev.zener.op.onednn.rows.GlobalNormOneDnn;
import dev.zener.op.onednn.rows.LayerNormOneDnn;
import dev.zener.op.onednn.rows.MmdOneDnn;
import dev.zener.op.onednn.rows.RowsOneDnn;
import dev.zener.op.onednn.rows.Sum;
import dev.zener.op.reference.ReferenceBackend;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The backend of the oneDNN kernels for float32. It uses the reference kernels for float64 and for
 * ops that are too small to matter.
 */
public final class OneDnnBackend implements Backend {
  private static final Map<Class<? extends Op>, Function<Op, Kernel>> KERNELS =
      Map.ofEntries(
          Map.entry(Embedding.class, op -> EmbeddingOneDnn::forward),
          Map.entry(Embedding.Backward.class, op -> EmbeddingOneDnn::backward),
          Map.entry(Linear.class, op -> new LinearOneDnn((Linear) op)),
          Map.entry(Linear.Backward.class, op -> new LinearOneDnn.Backward((Linear.Backward) op)),
          Map.entry(LayerNorm.class, op -> LayerNormOneDnn.forward((LayerNorm) op)),
          Map.entry(
              LayerNorm.Backward.class, op -> LayerNormOneDnn.backward((LayerNorm.Backward) op)),
          Map.entry(Attention.class, AttentionOneDnn::new),
          Map.entry(Attention.Backward.class, AttentionOneDnn.Backward::new),
          Map.entry(Lstm.class, op -> new LstmOneDnn()),
          Map.entry(Lstm.Backward.class, op -> new LstmOneDnn.Backward((Lstm.Backward) op)),
          Map.entry(Dropout.class, DropoutOneDnn::forward),
          Map.entry(Concat.class, op -> ConcatOneDnn::forward),
          Map.entry(Concat.Backward.class, op -> ConcatOneDnn::backward),
          Map.entry(Rows.class, op -> RowsOneDnn::forward),
          Map.entry(Rows.Backward.class, op -> RowsOneDnn::backward),
          Map.entry(Mmd.class, op -> new MmdOneDnn()),
          Map.entry(Mmd.Backward.class, op -> new MmdOneDnn.Backward()),
          Map.entry(GlobalNorm.class, op -> GlobalNormOneDnn::forward),
          Map.entry(AdamW.class, AdamWOneDnn::forward));

  private static final int BFLOAT16_ISA = dnnl.dnnl_cpu_isa_avx512_core_bf16;

  private final ReferenceBackend reference = new ReferenceBackend();
  private final ElementType products;

  /** Creates a backend whose products have operands of this type, FLOAT32 or BFLOAT16. */
  public OneDnnBackend(ElementType products) {
    this.products = products;
  }

  /** Whether this CPU has instructions for bfloat16 products. */
  public static boolean bfloat16() {
    return failure().isEmpty()
        && (dnnl.dnnl_get_effective_cpu_isa() & BFLOAT16_ISA) == BFLOAT16_ISA;
  }

  /** The reason why oneDNN cannot be loaded here; empty if it can. */
  public static Optional<String> failure() {
    return Probe.FAILURE;
  }

  /** The version of the loaded oneDNN library. */
  public static String version() {
    var v = dnnl.dnnl_version();
    return v.major() + "." + v.minor() + "." + v.patch();
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public Kernel kernel(Op op, ElementType type) {
    Function<Op, Kernel> kernel = type == ElementType.FLOAT32 ? KERNELS.get(op.getClass()) : null;
    return kernel == null ? reference.kernel(op, type) : kernel.apply(op);
  }

  @Override
  public Kernel sum(ElementType type) {
    return type == ElementType.FLOAT32 ? Sum::run : reference.sum(type);
  }

  @Override
  public Kernel cast(ElementType from, ElementType to) {
    boolean own = from != ElementType.FLOAT64 && to != ElementType.FLOAT64;
    return own ? Cast::run : reference.cast(from, to);
  }

  @Override
  public ElementType products() {
    return products;
  }

  @Override
  public String origin(Class<? extends Op> op, ElementType type) {
    boolean own = type == ElementType.FLOAT32 && KERNELS.containsKey(op);
    return own ? name() : reference.name();
  }

  /** Loads the library once. */
  private static final class Probe {
    static final Optional<String> FAILURE = load();

    private static Optional<String> load() {
      JavaCpp.prepare();
      try {
        version();
        return Optional.empty();
      } catch (LinkageError e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
  }
}
