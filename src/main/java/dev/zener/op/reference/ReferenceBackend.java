package dev.zener.op.reference;

import dev.zener.device.ElementType;
import dev.zener.op.AdamW;
import dev.zener.op.Attention;
import dev.zener.op.Concat;
import dev.zener.op.Crf;
import dev.zener.op.CrossEntropy;
import dev.zener.op.Dropout;
import dev.zener.op.Embedding;
import dev.zener.op.GlobalNorm;
import dev.zener.op.GlueOp;
import dev.zener.op.LayerNorm;
import dev.zener.op.Linear;
import dev.zener.op.Lstm;
import dev.zener.op.Mmd;
import dev.zener.op.Op;
import dev.zener.op.Rows;
import dev.zener.op.SoftMse;
import dev.zener.op.WeightedSum;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Kernel;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The backend of the reference kernels, which supports every op. */
public final class ReferenceBackend implements Backend {
  private static final Map<Class<? extends Op>, Function<Op, Kernel>> KERNELS =
      Map.ofEntries(
          Map.entry(Embedding.class, op -> EmbeddingReference::forward),
          Map.entry(Embedding.Backward.class, op -> EmbeddingReference::backward),
          Map.entry(Linear.class, op -> LinearReference.forward((Linear) op)),
          Map.entry(Linear.Backward.class, op -> LinearReference.backward((Linear.Backward) op)),
          Map.entry(LayerNorm.class, op -> LayerNormReference.forward((LayerNorm) op)),
          Map.entry(
              LayerNorm.Backward.class, op -> LayerNormReference.backward((LayerNorm.Backward) op)),
          Map.entry(Attention.class, AttentionReference::forward),
          Map.entry(Attention.Backward.class, AttentionReference::backward),
          Map.entry(Lstm.class, op -> LstmReference::forward),
          Map.entry(
              Lstm.Backward.class,
              op -> (in, out) -> LstmReference.backward((Lstm.Backward) op, in, out)),
          Map.entry(Dropout.class, DropoutReference::forward),
          Map.entry(Rows.class, op -> RowsReference::forward),
          Map.entry(Rows.Backward.class, op -> RowsReference::backward),
          Map.entry(Concat.class, op -> ConcatReference::forward),
          Map.entry(Concat.Backward.class, op -> ConcatReference::backward),
          Map.entry(Crf.class, op -> CrfReference::forward),
          Map.entry(Crf.Backward.class, op -> CrfReference::backward),
          Map.entry(Crf.Viterbi.class, op -> CrfReference::viterbi),
          Map.entry(Crf.Marginals.class, op -> CrfReference::marginals),
          Map.entry(CrossEntropy.class, op -> CrossEntropyReference::forward),
          Map.entry(CrossEntropy.Backward.class, op -> CrossEntropyReference::backward),
          Map.entry(SoftMse.class, op -> SoftMseReference::forward),
          Map.entry(SoftMse.Backward.class, op -> SoftMseReference::backward),
          Map.entry(WeightedSum.class, WeightedSumReference::forward),
          Map.entry(WeightedSum.Backward.class, WeightedSumReference::backward),
          Map.entry(Mmd.class, op -> MmdReference::forward),
          Map.entry(Mmd.Backward.class, op -> MmdReference::backward),
          Map.entry(GlobalNorm.class, op -> GlobalNormReference::forward),
          Map.entry(AdamW.class, AdamWReference::forward));

  /**
   * The classes of the glue ops, including gradients, for {@link #ops}. There are none yet. A glue
   * op brings its kernel along, so it runs even if it is not listed here.
   */
  private static final Set<Class<? extends GlueOp>> GLUE = Set.of();

  /** The classes of all ops, core and glue, including gradients. */
  public static Set<Class<? extends Op>> ops() {
    Set<Class<? extends Op>> ops = new HashSet<>(KERNELS.keySet());
    ops.addAll(GLUE);
    return ops;
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Kernel kernel(Op op, ElementType type) {
    if (op instanceof GlueOp glue) {
      return glue.reference();
    }
    Function<Op, Kernel> kernel = KERNELS.get(op.getClass());
    if (kernel == null) {
      throw new IllegalArgumentException(op.opName() + " has no reference kernel");
    }
    return kernel.apply(op);
  }

  @Override
  public Kernel sum(ElementType type) {
    return (in, out) -> {
      for (int e = 0; e < out[0].size(); e++) {
        out[0].set(e, in[0].get(e) + in[1].get(e));
      }
    };
  }

  @Override
  public Kernel cast(ElementType from, ElementType to) {
    return (in, out) -> out[0].setDoubles(in[0].toDoubles());
  }

  @Override
  public ElementType products() {
    return ElementType.FLOAT32;
  }

  @Override
  public String origin(Class<? extends Op> op, ElementType type) {
    return name();
  }
}
