package dev.zener.bench;

import dev.zener.graph.Timing.StepTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Assigns the times of a program's steps to kinds of work, the lines of a table. */
final class Account {
  /**
   * The time of one kind of work.
   *
   * @param title the title of the line
   * @param nanos the total time in nanoseconds
   * @param flops the floating-point operations of matrix products; 0 if there are none
   */
  record Entry(String title, long nanos, double flops) {}

  /** The part of the model that an op belongs to, in the order of the table. */
  private enum Part {
    EMBEDDING("embedding"),
    LINEAR("linear"),
    ATTENTION("attention"),
    LAYER_NORM("layer norm"),
    DROPOUT("dropout"),
    HEADS("heads and losses"),
    MMD("MMD"),
    CASTS("casts and sums"),
    OPTIMISER("optimiser"),
    OTHER("other");

    private final String title;

    Part(String title) {
      this.title = title;
    }
  }

  private record Kind(Part part, boolean backward) implements Comparable<Kind> {
    private static final String BACKWARD = " backward";

    String title() {
      return part.title + (backward ? BACKWARD : "");
    }

    /** Orders forward work first, then backward work, then work that is neither. */
    @Override
    public int compareTo(Kind other) {
      int neither = Boolean.compare(isNeither(), other.isNeither());
      int direction = Boolean.compare(backward, other.backward);
      return neither != 0 ? neither : direction != 0 ? direction : part.compareTo(other.part);
    }

    private boolean isNeither() {
      return part.compareTo(Part.CASTS) >= 0;
    }
  }

  /** The kind of the step that wrote each variable. */
  private final Map<String, Kind> writers = new HashMap<>();

  private final Map<Kind, Entry> entries = new TreeMap<>();

  private Account() {}

  /** One entry per kind of work that ran, in the order of the table. */
  static List<Entry> of(List<StepTime> steps) {
    Account account = new Account();
    steps.forEach(account::add);
    return new ArrayList<>(account.entries.values());
  }

  private void add(StepTime step) {
    Kind kind = kind(step);
    Kind lineage = lineage(step, kind);
    step.outputs().forEach(name -> writers.put(name, lineage));
    Entry sum = entries.getOrDefault(kind, new Entry(kind.title(), 0, 0));
    entries.put(
        kind, new Entry(kind.title(), sum.nanos() + step.nanos(), sum.flops() + step.flops()));
  }

  /**
   * The kind recorded for outputs: a copy has the kind of its input; sums are sums of gradients.
   */
  private Kind lineage(StepTime step, Kind kind) {
    if (kind.part() != Part.CASTS) {
      return kind;
    }
    return step.op().equals("add")
        ? new Kind(Part.LINEAR, true)
        : writers.getOrDefault(step.inputs().get(0), kind);
  }

  private Kind kind(StepTime step) {
    String op = step.op().replaceFirst("^zener_", "");
    boolean backward = op.endsWith("_backward");
    return switch (op.replaceFirst("_backward$", "")) {
      case "embedding" -> new Kind(Part.EMBEDDING, backward);
      case "linear" -> new Kind(isHead(step) ? Part.HEADS : Part.LINEAR, backward);
      case "attention" -> new Kind(Part.ATTENTION, backward);
      case "layer_norm" -> new Kind(Part.LAYER_NORM, backward);
      case "mmd" -> new Kind(Part.MMD, backward);
      case "soft_mse", "cross_entropy", "weighted_sum" -> new Kind(Part.HEADS, backward);
      case "rows" -> new Kind(readsCls(step) ? Part.MMD : Part.HEADS, backward);
      case "dropout" -> dropout(step);
      case "add", "cast" -> new Kind(Part.CASTS, false);
      case "global_norm", "adam_w" -> new Kind(Part.OPTIMISER, false);
      default -> new Kind(Part.OTHER, false);
    };
  }

  private static boolean isHead(StepTime step) {
    return step.inputs().stream().anyMatch(n -> n.matches("(classifier|heads\\.\\d+)\\.weight"));
  }

  private static boolean readsCls(StepTime step) {
    return step.inputs().stream()
        .anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith("clsrows"));
  }

  /** Dropout is the same op forward and backward; its kind follows from the step before it. */
  private Kind dropout(StepTime step) {
    Kind before = writers.get(step.inputs().get(0));
    if (before == null) {
      return new Kind(Part.DROPOUT, false);
    }
    boolean ofItsOwn = before.part() == Part.HEADS || before.part() == Part.MMD;
    return new Kind(ofItsOwn ? before.part() : Part.DROPOUT, before.backward());
  }
}
