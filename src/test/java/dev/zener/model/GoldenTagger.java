package dev.zener.model;

import dev.zener.device.ElementType;
import dev.zener.graph.Inputs;
import dev.zener.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A golden model: its parameters, batch and objectives. */
public final class GoldenTagger implements AutoCloseable {
  public final Golden golden;
  public final ElementType type;
  public final TaggerShape shape;
  private final List<Runnable> owned = new ArrayList<>();

  public GoldenTagger(String name, ElementType type) {
    this.golden = new Golden(name);
    this.type = type;
    JsonNode c = golden.facts().get("config");
    Architecture architecture = Architectures.of(c.get("model_type").asString()).orElseThrow();
    ConfigKeys keys = architecture.keys();
    EncoderShape encoder =
        new EncoderShape(
            architecture,
            c.get(ConfigKeys.VOCABULARY).asInt(),
            c.get(keys.layers()).asInt(),
            new EncoderShape.EncoderSizes(
                c.get(keys.hidden()).asInt(),
                c.get(keys.heads()).asInt(),
                c.get(keys.feedForward()).asInt(),
                c.get(ConfigKeys.POSITIONS).asInt(),
                keys.types().map(key -> c.get(key).asInt()).orElse(0),
                1e-12),
            new EncoderShape.Rates(0, 0, 0.02));
    List<Integer> auxiliary = new ArrayList<>();
    for (JsonNode layer : golden.facts().get("headLayers")) {
      if (layer.asInt() < encoder.layers()) {
        auxiliary.add(layer.asInt());
      }
    }
    shape = new TaggerShape(encoder, golden.facts().get("labels").asInt(), auxiliary);
  }

  /**
   * A copy of the parameters for the training of an objective, without heads that it does not
   * train.
   */
  public Parameters parameters(String objective) {
    boolean heads = golden.has("grad." + objective + ".omega");
    Parameters p =
        Parameters.zeros(
            heads ? shape : new TaggerShape(shape.encoder(), shape.labels(), List.of()), type);
    p.tensors().forEach((n, t) -> t.setDoubles(golden.doubles("param." + n)));
    owned.add(p::close);
    return p;
  }

  public Parameters parameters() {
    Parameters p = Parameters.zeros(shape, type);
    p.tensors().forEach((n, t) -> t.setDoubles(golden.doubles("param." + n)));
    owned.add(p::close);
    return p;
  }

  public List<String> objectives() {
    List<String> names = new ArrayList<>();
    golden.facts().get("objectives").forEach(o -> names.add(o.asString()));
    return names;
  }

  public TaggerGraph graph(String objective, Parameters p) {
    JsonNode facts = golden.facts();
    Predicate<String> trained = n -> golden.has("grad." + objective + "." + n);
    return switch (objective) {
      case "direct", "teacher" -> TaggerGraph.supervised(p, trained, facts.get("alpha").asDouble());
      case "tsl" -> TaggerGraph.distillation(p, trained, 0, 0, 0);
      default ->
          TaggerGraph.distillation(
              p,
              trained,
              facts.get("beta").asDouble(),
              facts.get("alphaPrime").get(objective).asDouble(),
              facts.get("betaPrime").get(objective).asDouble());
    };
  }

  /** The inputs of a graph that computes every row of the last layer. */
  public Inputs everyRow() {
    Inputs in = new Inputs();
    owned.add(in::close);
    TaggerInputs.all(in, golden.ints("ids"), golden.ints("offsets"), golden.ints("wordRows"));
    return in;
  }

  /** The inputs of an objective, or of inference for an empty name. */
  public Inputs inputs(String objective) {
    Inputs in = new Inputs();
    owned.add(in::close);
    int[] offsets = golden.ints("offsets");
    boolean msd = objective.startsWith("msd");
    int[] words = golden.ints(msd ? "targetWordRows" : "wordRows");
    int[] cls = TaggerInputs.chosen(in, golden.ints("ids"), offsets, words).clsRows();
    in.ints(TaggerGraph.LABELS, golden.ints("labels"));
    if (objective.equals("tsl")) {
      soft(in, "tslSoft", shape.encoder().layers());
    }
    if (msd) {
      shape.headLayers().forEach(layer -> soft(in, "soft." + layer, layer));
      int target = golden.facts().get("targetSentences").asInt();
      in.ints(TaggerGraph.TARGET_CLS_ROWS, Arrays.copyOf(cls, target));
      in.ints(TaggerGraph.SOURCE_CLS_ROWS, Arrays.copyOfRange(cls, target, cls.length));
      in.doubles(
          TaggerGraph.TEACHER_CLS, type, golden.doubles("teacherCls"), golden.shape("teacherCls"));
    }
    return in;
  }

  private void soft(Inputs in, String name, int layer) {
    in.doubles(TaggerGraph.SOFT + layer, type, golden.doubles(name), golden.shape(name));
  }

  @Override
  public void close() {
    owned.forEach(Runnable::run);
    golden.close();
  }
}
