package dev.zener.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.device.OpenMp;
import dev.zener.device.ThreadLimit;
import dev.zener.format.LabelledReader;
import dev.zener.format.ReadOptions;
import dev.zener.graph.Timing;
import dev.zener.label.LabelSet;
import dev.zener.model.BiLstmShape;
import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.optim.AdamWSettings;
import dev.zener.predict.Batching;
import dev.zener.predict.Prediction;
import dev.zener.predict.Predictor;
import dev.zener.predict.WordCutter;
import dev.zener.tokenizer.Characters;
import dev.zener.train.LabelledWindows;
import dev.zener.train.TrainingSession;
import dev.zener.train.WindowedText;
import dev.zener.train.WordSupervised;
import dev.zener.vectors.EvenVectors;
import dev.zener.vectors.VectorFile;
import dev.zener.vectors.VectorTables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Times a BiLSTM-CRF of the default sizes: steps of its training, or tagging. The last line of
 * output is JSON, as that of {@code benchmarks/bilstm_crf_torch.py}, which times the same work in
 * PyTorch.
 *
 * <p>Arguments: {@code train} or {@code tag}, then {@code name=value}; see {@link #DEFAULTS}. Both
 * start from sentences in memory, and do not count what warms up the compiler.
 */
public final class RecurrentRun {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /**
   * {@code text} is a file of words and tags, {@code vectors} the vectors of its words, {@code
   * batch} sentences per step of training, {@code pieces} a quarter of the largest number of words
   * in a batch of tagging. {@code steps} and {@code rounds} over the text count, those that {@code
   * warm} up do not. {@code timing} prints how long each op took, in milliseconds.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "text", "data/uner/hr_set.train.tsv",
          "vectors", "hr.vec",
          "steps", "120",
          "rounds", "5",
          "warm", "-1",
          "batch", "32",
          "pieces", "4096",
          "threads", "" + ThreadLimit.NONE.threads(),
          "seed", "1",
          "timing", "false");

  private static final double RATE = 2e-3;
  private static final double WORD_DROPOUT = 0.05;

  private final Map<String, String> settings = new LinkedHashMap<>(DEFAULTS);
  private final List<LabelledSentence> text;
  private final LabelSet labels;
  private final VectorTables vectors;
  private final Characters characters;
  private final Backend backend = Backends.choose("auto", "float32");
  private final int words;

  private RecurrentRun(List<String> arguments) throws IOException {
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      if (pair.length < 2 || settings.replace(pair[0], pair[1]) == null) {
        throw new IllegalArgumentException("setting '" + argument + "'; allowed: " + DEFAULTS);
      }
    }
    var corpus =
        new LabelledReader(
                ReadOptions.DEFAULTS,
                t -> {
                  throw new IllegalArgumentException("a file of words, not of text");
                })
            .read(Path.of(settings.get("text")));
    text = corpus.sentences();
    labels = LabelSet.sorted(corpus.types());
    vectors =
        new VectorTables(
            List.of(new EvenVectors(VectorFile.open(Path.of(settings.get("vectors"))).vectors())));
    characters = Characters.of(text.stream().map(LabelledSentence::words).toList(), 2);
    words = text.stream().mapToInt(LabelledSentence::size).sum();
  }

  public static void main(String[] arguments) throws IOException {
    OpenMp.single();
    List<String> rest = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    RecurrentRun run = new RecurrentRun(rest);
    boolean training = rest.size() < arguments.length && arguments[0].equals("train");
    new ThreadLimit(run.number("threads")).run(training ? run::train : run::tag);
  }

  private int number(String name) {
    return Integer.parseInt(settings.get(name));
  }

  private int warm(int usual) {
    return number("warm") < 0 ? usual : number("warm");
  }

  private Parameters parameters() {
    return Parameters.random(
        new BiLstmShape(
            characters.size(), 25, 25, vectors.width(), 200, labels.size(), false, 0, false, 0.5),
        number("seed"));
  }

  private WordSupervised objective() {
    LabelledWindows gold =
        LabelledWindows.of(
            WindowedText.of(
                new WordCutter(characters, vectors, 0),
                text.stream().map(LabelledSentence::unlabelled).toList()),
            text.stream().map(LabelledSentence::tags).toList(),
            labels);
    return new WordSupervised(
        gold, Optional.empty(), vectors, number("batch"), WORD_DROPOUT, number("seed"));
  }

  private void train() {
    int steps = number("steps");
    int warm = warm(80);
    WordSupervised objective = objective();
    try (Parameters parameters = parameters();
        TrainingSession session =
            new TrainingSession(
                objective,
                parameters,
                name -> false,
                AdamWSettings.DEFAULT,
                backend,
                number("seed"))) {
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < warm; step++) {
        losses.add(session.step(RATE).loss());
      }
      session.timing().reset();
      long count = 0;
      Clock clock = new Clock();
      for (int step = 0; step < steps; step++) {
        TrainingSession.Step done = session.step(RATE);
        losses.add(done.loss());
        count += done.batch().numbers().stream().mapToInt(s -> text.get(s).size()).sum();
      }
      clock.stop();
      print(session.timing(), steps, clock);
      int tenth = Math.max(1, steps / 10);
      clock.report(
          count,
          Locale.ROOT,
          ", \"first_loss\": %.3f, \"last_loss\": %.3f",
          mean(losses.subList(0, tenth)),
          mean(losses.subList(losses.size() - tenth, losses.size())));
    }
  }

  private static double mean(List<Double> losses) {
    return losses.stream().mapToDouble(l -> l).average().orElseThrow();
  }

  private void tag() {
    List<Sentence> sentences = text.stream().map(LabelledSentence::unlabelled).toList();
    int rounds = number("rounds");
    int warm = warm(10);
    try (Parameters parameters = parameters();
        Predictor predictor =
            Predictor.biLstm(
                parameters,
                backend,
                characters,
                vectors,
                0,
                labels,
                Batching.of(number("pieces")))) {
      long count = 0;
      Clock clock = null;
      for (int round = 0; round < warm + rounds; round++) {
        clock = round == warm ? new Clock() : clock;
        int tags = 0;
        for (Prediction prediction : predictor.predict(sentences)) {
          tags += prediction.tags().size();
        }
        if (tags != words) {
          throw new IllegalStateException(tags + " tags of " + words + " words");
        }
        count += round < warm ? 0 : tags;
      }
      clock.stop();
      clock.report(count, Locale.ROOT, "");
    }
  }

  private void print(Timing timing, int steps, Clock clock) {
    if (!Boolean.parseBoolean(settings.get("timing"))) {
      return;
    }
    for (Timing.StepTime step : timing.steps()) {
      System.out.printf(
          Locale.ROOT, "%8.3f ms %s %s%n", step.nanos() / 1e6 / steps, step.op(), step.outputs());
    }
    System.out.printf(
        Locale.ROOT,
        "%8.3f ms in programs, %.3f ms in steps%n",
        timing.runNanos() / 1e6 / steps,
        clock.nanos / 1e6 / steps);
  }

  /** Time, by the clock and of the process on all cores. */
  private final class Clock {
    private long cpu = PROCESS.getProcessCpuTime();
    private long nanos = System.nanoTime();

    void stop() {
      nanos = System.nanoTime() - nanos;
      cpu = PROCESS.getProcessCpuTime() - cpu;
    }

    void report(long count, Locale locale, String more, Object... values) {
      System.out.printf(
          locale,
          "{\"words\": %d, \"words_per_s\": %.1f, \"words_per_cpu_s\": %.1f, \"threads\": %d%s}%n",
          count,
          count * 1e9 / nanos,
          count * 1e9 / cpu,
          number("threads"),
          String.format(locale, more, values));
    }
  }
}
