package dev.zener.train;

import dev.zener.device.Tensor;
import dev.zener.model.KeptLayers;
import dev.zener.model.ParameterNames;
import dev.zener.model.Parameters;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The finished trainings of a run. Each has a file with its chosen weights and its scores. */
final class Finished {
  private static final String TEST = "test.";
  private static final String SELECTION = "selection";
  private static final String STEP = "step";

  private final Path folder;

  Finished(Path folder) {
    this.folder = folder;
  }

  private Path file(TrainEvent.Job job) {
    return folder.resolve(Jobs.file(job, "best"));
  }

  boolean has(TrainEvent.Job job) {
    return Files.exists(file(job));
  }

  void write(
      TrainEvent.Job job,
      Trainer.Chosen chosen,
      Map<String, Double> scores,
      long logPosition,
      Map<String, Tensor> trained) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(STEP, Long.toString(chosen.step()));
    facts.put(SELECTION, Double.toString(chosen.score()));
    facts.put(Trainer.LOG, Long.toString(logPosition));
    scores.forEach((name, f1) -> facts.put(TEST + name, Double.toString(f1)));
    Checkpoint.write(file(job), facts, trained);
  }

  /** The test scores of a finished training. */
  List<RunResult> results(TrainEvent.Job job, MethodName method) {
    Map<String, String> facts = Checkpoint.facts(file(job));
    double selection = Double.parseDouble(facts.get(SELECTION));
    List<RunResult> results = new ArrayList<>();
    facts.forEach(
        (name, value) -> {
          if (name.startsWith(TEST)) {
            String testSet = name.substring(TEST.length());
            results.add(new RunResult(method, job, testSet, Double.parseDouble(value), selection));
          }
        });
    return results;
  }

  /** The score by which a finished training is compared with those of other seeds. */
  double selection(TrainEvent.Job job) {
    return Double.parseDouble(Checkpoint.facts(file(job)).get(SELECTION));
  }

  /**
   * Loads the weights of a finished training into parameters.
   *
   * @param kept the layers of the finished training that the target has. Parameters that the
   *     training lacks stay unchanged, and so does ω if the number of auxiliary heads differs.
   */
  void load(TrainEvent.Job job, Parameters target, KeptLayers kept) {
    Map<String, Tensor> present = new LinkedHashMap<>();
    try (WeightFile weights = WeightFile.open(file(job))) {
      target
          .tensors()
          .forEach(
              (name, t) -> {
                String theirs = kept.original(name);
                boolean shared =
                    !name.equals(ParameterNames.OMEGA)
                        || t.size() == weights.info(theirs).elements();
                if (weights.names().contains(theirs) && shared) {
                  present.put(theirs, t);
                }
              });
    }
    Checkpoint.read(file(job), present);
  }

  /** The length of the metrics log, in bytes, when the latest state of any training was written. */
  long logPosition() throws IOException {
    long latest = 0;
    for (Path file : states()) {
      String position = Checkpoint.facts(file).get(Trainer.LOG);
      latest = Math.max(latest, position == null ? 0 : Long.parseLong(position));
    }
    return latest;
  }

  /**
   * Deletes files left behind by a killed process: partly written files, teachers' outputs, and
   * states of finished trainings.
   */
  void tidy() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean outputs = name.contains("." + Jobs.TEACHER_OUTPUTS + ".");
        Path best = file.resolveSibling(name.replace(".last.", ".best."));
        boolean over = !best.equals(file) && Files.exists(best);
        if (name.startsWith(".") || outputs || over) {
          Files.delete(file);
        }
      }
    }
  }

  private List<Path> states() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches("[^.].*\\.(best|last)\\.safetensors"))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
