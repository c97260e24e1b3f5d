package dev.zener;

import dev.zener.data.WordRule;
import dev.zener.model.Parameters;
import dev.zener.predict.Calibration;
import dev.zener.predict.Tuning;
import dev.zener.pretrained.Confidence;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelWriter;
import dev.zener.pretrained.StoredWordRule;
import dev.zener.report.ModelCard;
import dev.zener.train.AtomicFile;
import dev.zener.train.ConfigFile;
import dev.zener.train.Environment;
import dev.zener.train.Materials;
import dev.zener.train.MethodName;
import dev.zener.train.Run;
import dev.zener.train.RunDirectory;
import dev.zener.train.TrainConfig;
import dev.zener.train.TrainEvent;
import dev.zener.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the models of a finished run as HuggingFace directories. One method is chosen. It gets one
 * directory per target language, or a single one if the method trains no student. Each holds the
 * model of the seed with the best selection score.
 */
record RunModels(
    TrainConfig config,
    RunDirectory directory,
    Run run,
    Materials materials,
    Environment environment) {
  void write() throws IOException {
    MethodName method = method();
    List<TrainEvent.Job> jobs = run.best(method);
    for (TrainEvent.Job job : jobs) {
      Path folder = directory.model();
      if (jobs.size() > 1) {
        String name = folder.getFileName() + "-" + job.target().orElseThrow();
        folder = folder.resolveSibling(name);
      }
      if (!Files.exists(folder)) {
        write(folder, method, job);
      }
      ModelDirectory written = ModelDirectory.open(folder);
      AtomicFile.write(folder.resolve("README.md"), card(method, job, written).markdown());
    }
  }

  /**
   * The method whose models are written: MSD if the run has it, otherwise the last method that
   * trains a student, otherwise the last method.
   */
  private MethodName method() {
    List<MethodName> methods = config.methods();
    if (methods.contains(MethodName.MSD)) {
      return MethodName.MSD;
    }
    List<MethodName> students = methods.stream().filter(MethodName::distils).toList();
    List<MethodName> choice = students.isEmpty() ? methods : students;
    return choice.get(choice.size() - 1);
  }

  private void write(Path folder, MethodName method, TrainEvent.Job job) {
    try (Parameters p = run.model(method, job)) {
      Map<String, String> info = new LinkedHashMap<>();
      info.put("zener_method", method.key());
      info.put("zener_seed", Long.toString(job.seed()));
      Tuning tuning = run.tune(p);
      info.put(ModelDirectory.DECODING, tuning.decoding().key());
      info.putAll(confidence(tuning.calibration()).info());
      run.words(job).map(StoredWordRule::info).ifPresent(info::putAll);
      ModelWriter.write(folder, p, run.labels(), run.tokenizer(), DType.F32, info);
    }
  }

  private static Confidence confidence(Calibration calibration) {
    double temperature = calibration.temperature();
    return new Confidence(
        temperature, calibration.error(1), calibration.error(temperature), "source dev");
  }

  private ModelCard card(MethodName method, TrainEvent.Job job, ModelDirectory written) {
    Confidence confidence = written.confidence();
    List<String> languages = new ArrayList<>(config.source().languages());
    if (job.target().isPresent()) {
      languages.add(job.target().get());
    } else {
      languages.addAll(config.targets().keySet());
    }
    List<ModelCard.Data> data = new ArrayList<>();
    materials
        .files()
        .forEach(
            (role, files) ->
                files.stream()
                    .map(Path::toString)
                    .map(f -> new ModelCard.Data(role, f, environment.sha256().get(f)))
                    .forEach(data::add));
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Zener", Libraries.zener());
    versions.put("Java", environment.java());
    versions.putAll(environment.libraries());
    return new ModelCard(
        config.name() + "-" + method.key() + job.target().map(t -> "-" + t).orElse(""),
        languages,
        method.title(),
        "Finds named entities; learned from labelled "
            + config.source().name()
            + " text, without a label in any other language.",
        config.encoder().pretrained().map(Path::toString),
        config.licence(),
        run.labels().types(),
        data,
        ConfigFile.yaml(config),
        run.results(method, job).stream()
            .map(r -> new ModelCard.Result(r.testSet() + " test", r.f1()))
            .toList(),
        confidence.calibrated()
            ? Optional.of(
                new ModelCard.Calibration(
                    confidence.set(),
                    confidence.temperature(),
                    confidence.before(),
                    confidence.after()))
            : Optional.empty(),
        written.words().map(WordRule::summary),
        versions,
        job.seed(),
        config.notes());
  }
}
