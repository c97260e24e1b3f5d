package dev.zener.model;

import dev.zener.op.Embedding;
import dev.zener.op.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A member of the BERT family: everything in which it differs from the others. That is the names of
 * its parameters and of its settings in HuggingFace's files, which parameters it has, and what the
 * graph computes before the layers. All members have the same layers: attention, then a
 * feed-forward network with GELU, each followed by the sum with its input and by layer
 * normalisation.
 */
public abstract class Architecture {
  private final String modelType;
  private final String title;
  private final String className;
  private final EncoderNames names;
  private final ConfigKeys keys;

  /**
   * Names the architecture.
   *
   * @param modelType {@code model_type} in config.json
   * @param title its name for people
   * @param className the beginning of HuggingFace's class names
   * @param names the names of the encoder's parameters
   * @param keys the keys of config.json
   */
  Architecture(
      String modelType, String title, String className, EncoderNames names, ConfigKeys keys) {
    this.modelType = modelType;
    this.title = title;
    this.className = className;
    this.names = names;
    this.keys = keys;
  }

  /** The value of {@code model_type} in config.json. */
  public final String modelType() {
    return modelType;
  }

  /** The name for people. */
  public final String title() {
    return title;
  }

  /** HuggingFace's class of an encoder without a head. */
  public final String encoderClass() {
    return className + "Model";
  }

  /** HuggingFace's class of a tagger. */
  public final String taggerClass() {
    return className + "ForTokenClassification";
  }

  /** The names of the encoder's parameters. */
  public final EncoderNames names() {
    return names;
  }

  /** The keys of config.json. */
  public final ConfigKeys keys() {
    return keys;
  }

  /**
   * The first parts of the names of heads used in pretraining, which lie beside the encoder and
   * change no tag.
   */
  public abstract List<String> pretrainingHeads();

  /** Whether training drops elements of the attention's output before the residual sum. */
  abstract boolean dropsAttended();

  /** Whether each piece has a segment type. */
  public final boolean hasTypes() {
    return keys().types().isPresent();
  }

  /** The parameters before the first layer. */
  List<ParameterSpec> embeddings(EncoderShape e) {
    ParameterGroup group = ParameterGroup.EMBEDDINGS;
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(ParameterSpec.matrix(group, names().words(), e.vocabulary(), e.hidden()));
    specs.add(ParameterSpec.matrix(group, names().positions(), e.positions(), e.hidden()));
    if (hasTypes()) {
      specs.add(ParameterSpec.matrix(group, names().types(), e.types(), e.hidden()));
    }
    specs.addAll(ParameterSpec.norm(group, names().norm(), e.hidden()));
    return specs;
  }

  /** The parameters of a layer, 1 to L. */
  public final List<ParameterSpec> layer(EncoderShape e, int layer) {
    ParameterGroup group = ParameterGroup.layer(layer);
    EncoderNames names = names();
    String prefix = names.layer(layer);
    int h = e.hidden();
    List<ParameterSpec> specs = new ArrayList<>();
    specs.addAll(ParameterSpec.linear(group, prefix + names.query(), h, h));
    specs.addAll(ParameterSpec.linear(group, prefix + names.key(), h, h));
    specs.addAll(ParameterSpec.linear(group, prefix + names.value(), h, h));
    specs.addAll(ParameterSpec.linear(group, prefix + names.attended(), h, h));
    specs.addAll(ParameterSpec.norm(group, prefix + names.attendedNorm(), h));
    specs.addAll(ParameterSpec.linear(group, prefix + names.inner(), e.feedForward(), h));
    specs.addAll(ParameterSpec.linear(group, prefix + names.outer(), h, e.feedForward()));
    specs.addAll(ParameterSpec.norm(group, prefix + names.outerNorm(), h));
    return specs;
  }

  /**
   * The parameters of the pooler, which files may have and Zener does not compute; empty if the
   * architecture has none.
   */
  public List<ParameterSpec> pooler(EncoderShape e) {
    return List.of();
  }

  /** The first hidden state [N,H]. */
  SDVariable embedded(GraphBuilder g, EncoderShape e, SDVariable ids, SDVariable offsets) {
    SDVariable sum =
        new Embedding(
                g.graph(),
                g.parameter(names().words()),
                g.parameter(names().positions()),
                // the op adds a type to every piece: zeros where there is none
                hasTypes() ? g.parameter(names().types()) : g.zeros("noType", 1, e.hidden()),
                ids,
                offsets)
            .outputVariable(); // [N,H]
    SDVariable norm =
        new LayerNorm(
                g.graph(),
                sum,
                g.parameter(names().norm() + ".weight"),
                g.parameter(names().norm() + ".bias"),
                e.epsilon())
            .outputVariables()[0];
    return g.dropout(norm, e.dropout());
  }

  /** The value of {@code model_type}. */
  @Override
  public final String toString() {
    return modelType;
  }
}
