package dev.zener;

import dev.zener.data.FileHash;
import dev.zener.model.Parameters;
import dev.zener.pretrained.ModelWriter;
import dev.zener.report.ModelCard;
import dev.zener.train.AtomicFile;
import dev.zener.train.ConfigFile;
import dev.zener.train.Environment;
import dev.zener.train.MethodName;
import dev.zener.train.Run;
import dev.zener.train.RunDirectory;
import dev.zener.train.RunResult;
import dev.zener.train.TrainConfig;
import dev.zener.train.TrainEvent;
import dev.zener.weights.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The models that a run leaves as HuggingFace directories: of the last method that it names, one a
 * target language (one for all where the method has no student), of the seed whose selection score
 * is best.
 */
record RunModels(TrainConfig config, RunDirectory directory, Run run, Environment environment) {
  void write(List<RunResult> results) throws IOException {
    MethodName method = config.methods().get(config.methods().size() - 1);
    Set<String> targets = new LinkedHashSet<>();
    Map<String, RunResult> best = new LinkedHashMap<>();
    for (RunResult r : results) {
      if (r.method() == method) {
        String model = r.job().target().orElse("");
        targets.add(model);
        best.merge(model, r, (a, b) -> b.selection() > a.selection() ? b : a);
      }
    }
    for (String target : targets) {
      Path folder =
          targets.size() == 1
              ? directory.model()
              : directory.model().resolveSibling(directory.model().getFileName() + "-" + target);
      TrainEvent.Job job = best.get(target).job();
      if (!Files.exists(folder)) {
        write(folder, method, job);
      }
      List<RunResult> scores = results.stream().filter(r -> r.job().equals(job)).toList();
      AtomicFile.write(folder.resolve("README.md"), card(method, job, scores).markdown());
    }
  }

  private void write(Path folder, MethodName method, TrainEvent.Job job) {
    try (Parameters p = run.model(method, job)) {
      ModelWriter.write(
          folder,
          p,
          run.labels(),
          run.tokenizer(),
          DType.F32,
          Map.of("zener_method", method.key(), "zener_seed", Long.toString(job.seed())));
    }
  }

  private ModelCard card(MethodName method, TrainEvent.Job job, List<RunResult> scores)
      throws IOException {
    List<String> languages = new ArrayList<>(List.of(config.source().language()));
    if (job.target().isPresent()) {
      languages.add(job.target().get());
    } else {
      languages.addAll(config.targets().keySet());
    }
    List<ModelCard.Data> data = new ArrayList<>();
    for (Map.Entry<String, Path> file : run.files().entrySet()) {
      data.add(
          new ModelCard.Data(
              file.getKey(),
              file.getValue().toString(),
              environment
                  .sha256()
                  .getOrDefault(
                      file.getValue().toString(), FileHash.of(file.getValue()).sha256())));
    }
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Zener", Libraries.zener());
    versions.put("Java", environment.java());
    versions.putAll(environment.libraries());
    return new ModelCard(
        config.name() + "-" + method.key() + job.target().map(t -> "-" + t).orElse(""),
        languages,
        method.title(),
        "Finds named entities; learned from labelled "
            + config.source().language()
            + " text, without a label in any other language.",
        config.encoder().pretrained().map(Path::toString),
        config.licence(),
        run.labels().types(),
        data,
        ConfigFile.yaml(config),
        scores.stream().map(r -> new ModelCard.Result(r.language() + " test", r.f1())).toList(),
        versions,
        job.seed(),
        config.notes());
  }
}
