package dev.zener.run;

import dev.zener.data.WordRule;
import dev.zener.files.AtomicFile;
import dev.zener.method.Method;
import dev.zener.method.Msd;
import dev.zener.model.Parameters;
import dev.zener.predict.Calibration;
import dev.zener.predict.Tuning;
import dev.zener.pretrained.Confidence;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import dev.zener.pretrained.StoredTagger;
import dev.zener.pretrained.StoredWordRule;
import dev.zener.report.ModelCard;
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
public record ModelExport(
    TrainConfig config,
    RunDirectory directory,
    Run run,
    Materials materials,
    Environment environment) {
  /** Writes the models that are not there yet, and their cards. */
  public void write() throws IOException {
    List<PlannedModel> models = run.best(chosen(config.methods()));
    for (PlannedModel model : models) {
      Path folder = directory.model();
      if (models.size() > 1) {
        String name = folder.getFileName() + "-" + model.target().orElseThrow();
        folder = folder.resolveSibling(name);
      }
      if (!Files.exists(folder)) {
        write(folder, model);
      }
      StoredTagger written = StoredTagger.open(ModelSource.of(folder));
      AtomicFile.write(folder.resolve("README.md"), card(model, written).markdown());
    }
  }

  /**
   * The method whose models are written: the first MSD if the run has one, otherwise the last
   * method that trains a model per target, otherwise the last method.
   */
  public static Method chosen(List<Method> methods) {
    List<Method> perTarget = methods.stream().filter(Method::perTarget).toList();
    List<Method> choice = perTarget.isEmpty() ? methods : perTarget;
    return methods.stream()
        .filter(Msd.class::isInstance)
        .findFirst()
        .orElse(choice.get(choice.size() - 1));
  }

  private void write(Path folder, PlannedModel model) {
    try (Parameters p = run.load(model)) {
      Map<String, String> info = new LinkedHashMap<>();
      info.put("zener_method", model.method().key());
      info.put("zener_seed", Long.toString(model.seed()));
      if (!model.model().network().choosesLabels()) {
        Tuning tuning = run.tune(model, p);
        info.put(ModelDirectory.DECODING, tuning.decoding().key());
        info.putAll(confidence(tuning.calibration()).info());
      }
      run.words(model).map(StoredWordRule::info).ifPresent(info::putAll);
      run.write(model, p, folder, info);
    }
  }

  private static Confidence confidence(Calibration calibration) {
    double temperature = calibration.temperature();
    return new Confidence(
        temperature, calibration.error(1), calibration.error(temperature), "source dev");
  }

  private ModelCard card(PlannedModel model, StoredTagger written) {
    Confidence confidence = written.confidence();
    List<String> languages = new ArrayList<>(config.source().languages());
    if (model.target().isPresent()) {
      languages.add(model.target().get());
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
    versions.put("Zener", environment.zener());
    versions.put("Java", environment.java());
    versions.putAll(environment.libraries());
    return new ModelCard(
        config.name() + "-" + model.method().key() + model.target().map(t -> "-" + t).orElse(""),
        languages,
        model.method().title(),
        "Finds named entities; learned from labelled "
            + config.source().name()
            + " text, without a label in any other language.",
        model.method().needs().encoder()
            ? ModelCard.Basis.encoder(config.encoder().pretrained().map(Path::toString))
            : ModelCard.Basis.wordVectors(),
        config.licence(),
        run.labels().types(),
        data,
        TrainConfigFile.yaml(config),
        run.results(model).stream()
            .map(r -> new ModelCard.Result(r.testSet() + " test", r.score().f1()))
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
        model.seed(),
        config.notes());
  }
}
