package dev.zener.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** Walks the graphs backwards from their results: every op is used, and none is missing. */
class GraphWalkTest {
  private static final double RATE = 0.1;
  private static final TaggerShape SHAPE =
      new TaggerShape(
          EncoderShape.bert(31, 12, 4, 3, 20, 9, 2)
              .withRates(new EncoderShape.Rates(RATE, RATE, 0.02)),
          5,
          List.of(2, 3));

  /** The same without auxiliary heads. */
  private static final TaggerShape PLAIN =
      new TaggerShape(SHAPE.encoder(), SHAPE.labels(), List.of());

  private static final Set<String> NAMES = SHAPE.parameters().names();

  private final List<Parameters> owned = new ArrayList<>();

  @AfterEach
  void close() {
    owned.forEach(Parameters::close);
  }

  private Parameters parameters(TaggerShape shape) {
    Parameters p = Parameters.zeros(shape, ElementType.FLOAT32);
    owned.add(p);
    return p;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert-d", "distilbert-b"})
  void parameterNamesAreHuggingFaces(String golden) {
    try (GoldenTagger tagger = new GoldenTagger(golden, ElementType.FLOAT32)) {
      Set<String> names =
          tagger.golden.names().stream()
              .filter(n -> n.startsWith("param."))
              .map(n -> n.substring("param.".length()))
              .collect(Collectors.toSet());
      ParameterSet ours = tagger.shape.parameters();
      assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(names);
      ours.forEach(
          spec ->
              assertThat(spec.shape())
                  .as(spec.name())
                  .isEqualTo(tagger.golden.shape("param." + spec.name())));
    }
  }

  @Test
  void inference() {
    TaggerGraph g = TaggerGraph.inference(parameters(SHAPE));
    List<String> results = new ArrayList<>(List.of(TaggerGraph.CLS));
    SHAPE.headLayers().forEach(m -> results.add(TaggerGraph.LOGITS + m));
    Set<String> names = new LinkedHashSet<>(SHAPE.parameters().names());
    names.remove(HeadParameters.OMEGA); // it weights losses, which inference does not have
    List<String> inputs = inputs("wordRows", "clsRows");
    inputs.remove("counter");
    check(g, results, names, inputs);
    assertThat(g.graph().hasVariable(TaggerGraph.HIDDEN + SHAPE.encoder().layers())).isFalse();
    for (int m = 0; m < SHAPE.encoder().layers(); m++) {
      assertThat(g.graph().hasVariable(TaggerGraph.HIDDEN + m)).isTrue();
    }
  }

  @Test
  void supervised() {
    for (TaggerShape shape : List.of(SHAPE, PLAIN)) {
      TaggerGraph g = TaggerGraph.supervised(parameters(shape), n -> true, 0.1);
      Set<String> names = shape.parameters().names();
      List<String> inputs = inputs("labels");
      if (shape == SHAPE) {
        inputs.add("wordRows");
      }
      check(g, loss(), names, inputs);
      assertThat(g.losses())
          .containsExactlyElementsOf(shape.headLayers().stream().map(m -> "ce." + m).toList());
    }
  }

  @Test
  void distillation() {
    TaggerGraph g = TaggerGraph.distillation(parameters(SHAPE), n -> true, 0.1, 1e-3, 1e-3);
    check(
        g,
        loss(),
        SHAPE.parameters().names(),
        inputs(
            "wordRows",
            "soft.2",
            "soft.3",
            "soft.4",
            "teacherCls",
            "sourceClsRows",
            "targetClsRows"));
    assertThat(g.losses()).containsExactly("mse.2", "mse.3", "mse.4", "mmd.source", "mmd.target");
  }

  @Test
  void distillationWithoutPartsOfIt() {
    TaggerShape last = PLAIN;
    Set<String> names = last.parameters().names();
    TaggerGraph alone = TaggerGraph.distillation(parameters(last), n -> true, 0, 0, 0);
    check(alone, loss(), names, inputs("soft.4"));
    TaggerGraph target = TaggerGraph.distillation(parameters(last), n -> true, 0, 0, 1e-3);
    check(target, loss(), names, inputs("soft.4", "teacherCls", "targetClsRows"));
  }

  @Test
  void everyTrainedParameterHasAGradientAndNoOther() {
    Predicate<String> frozen =
        n -> n.startsWith("bert.embeddings.") || n.startsWith("bert.encoder.layer.0.");
    for (Predicate<String> trained : List.<Predicate<String>>of(n -> true, frozen.negate())) {
      for (TaggerGraph g :
          List.of(
              TaggerGraph.supervised(parameters(SHAPE), trained, 0.1),
              TaggerGraph.distillation(parameters(SHAPE), trained, 0.1, 1e-3, 1e-3),
              TaggerGraph.distillation(parameters(PLAIN), trained, 0, 0, 0))) {
        gradients(g, trained);
      }
    }
  }

  private static void gradients(TaggerGraph g, Predicate<String> trained) {
    Map<String, String> gradients = g.gradients();
    Set<String> parameters = parameters(g.graph());
    assertThat(gradients.keySet())
        .containsExactlyInAnyOrderElementsOf(parameters.stream().filter(trained).toList());
    assertThat(gradients.values()).doesNotHaveDuplicates();
    Set<String> reached = new HashSet<>();
    walk(g.graph(), gradients.values(), reached);
    assertThat(reached).as("gradients depend on all parameters").containsAll(depended(parameters));
  }

  /** The golden numbers have no dropout, so that only this tells where it is. */
  @Test
  void dropoutIsWhereTransformersHasIt() {
    TaggerShape bert = PLAIN;
    EncoderShape e = SHAPE.encoder();
    EncoderShape.EncoderSizes sizes =
        new EncoderShape.EncoderSizes(
            e.hidden(), e.heads(), e.feedForward(), e.positions(), 0, e.epsilon());
    EncoderShape distilled =
        new EncoderShape(Architectures.DISTILBERT, e.vocabulary(), e.layers(), sizes, e.rates());
    assertThat(droppingOps(bert)).isEqualTo(1 + 3 * e.layers() + 1);
    // none after the attention's output
    assertThat(droppingOps(new TaggerShape(distilled, 5, List.of())))
        .isEqualTo(1 + 2 * e.layers() + 1);
  }

  private int droppingOps(TaggerShape shape) {
    TaggerGraph g = TaggerGraph.supervised(parameters(shape), n -> true, 0);
    return readers(g.graph(), TaggerGraph.COUNTER).size();
  }

  /** Parameters whose values gradients need. The gradient of a bias does not need its value. */
  private static Set<String> depended(Set<String> parameters) {
    return parameters.stream()
        .filter(n -> n.endsWith("query.weight") || n.endsWith("omega"))
        .collect(Collectors.toSet());
  }

  /** The inputs of every graph that is trained, and more. */
  private static List<String> inputs(String... more) {
    List<String> inputs = new ArrayList<>(List.of(more));
    inputs.addAll(List.of("ids", "offsets", "lastRows", "lastOffsets", "lastWordRows", "counter"));
    return inputs;
  }

  private static List<String> loss() {
    return List.of(TaggerGraph.LOSS);
  }

  private static void check(
      TaggerGraph g, List<String> results, Collection<String> names, List<String> placeholders) {
    SameDiff graph = g.graph();
    Set<String> reached = new HashSet<>();
    Set<String> ops = walk(graph, results, reached);
    assertThat(ops).as("ops that a result needs").isEqualTo(graph.getOps().keySet());
    for (SDVariable v : graph.variables()) {
      boolean alive = reached.contains(v.name()) || ops.contains(producer(graph, v.name()));
      assertThat(alive).as("%s is reached from %s", v.name(), results).isTrue();
    }
    assertThat(parameters(graph)).containsExactlyInAnyOrderElementsOf(names);
    for (String name : names) {
      assertThat(readers(graph, name)).as("ops that read %s", name).hasSize(1);
      assertThat(graph.getVariable(name).getShape()).isEqualTo(shape(name, g));
    }
    assertThat(
            graph.variables().stream()
                .filter(v -> v.getVariableType() == VariableType.PLACEHOLDER)
                .map(SDVariable::name)
                .filter(n -> !NAMES.contains(n)))
        .containsExactlyInAnyOrderElementsOf(placeholders);
  }

  private static long[] shape(String name, TaggerGraph g) {
    TaggerShape shape = g.graph().hasVariable("heads.2.weight") ? SHAPE : PLAIN;
    return shape.parameters().get(name).shape();
  }

  /** Everything on which results depend: adds variables to {@code reached} and returns the ops. */
  private static Set<String> walk(SameDiff graph, Collection<String> results, Set<String> reached) {
    Set<String> ops = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(results);
    while (!open.isEmpty()) {
      String name = open.pop();
      assertThat(graph.hasVariable(name)).as("%s is in the graph", name).isTrue();
      String op = producer(graph, name);
      if (reached.add(name) && op != null) {
        ops.add(op);
        open.addAll(graph.getOps().get(op).getInputsToOp());
      }
    }
    return ops;
  }

  private static String producer(SameDiff graph, String variable) {
    return graph.getVariables().get(variable).getOutputOfOp();
  }

  private static Set<String> readers(SameDiff graph, String variable) {
    return graph.getOps().values().stream()
        .filter(op -> op.getInputsToOp().contains(variable))
        .map(SameDiffOp::getName)
        .collect(Collectors.toSet());
  }

  private static Set<String> parameters(SameDiff graph) {
    return graph.variables().stream()
        .map(SDVariable::name)
        .filter(NAMES::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
