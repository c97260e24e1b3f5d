package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import dev.zener.tokenizer.TokenizerFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files that make up a model in a folder.
 *
 * @param folder the folder with config, auxiliary heads and, except for a SavedModel, vocabulary
 * @param weights the name of the weight file or index that is read
 * @param others names of files that also hold weights and are not read
 * @param base the files of the base if this is a delta; otherwise empty
 */
record ModelFiles(Folder folder, String weights, List<String> others, Optional<ModelFiles> base) {
  ModelFiles(Folder folder, String weights, List<String> others) {
    this(folder, weights, others, Optional.empty());
  }

  /** The index of a SavedModel's weights. */
  static final String SAVED_MODEL = "variables/variables.index";

  /** The folder in which a SavedModel keeps additional files, such as the vocabulary. */
  private static final String ASSETS = "assets";

  /** HuggingFace's names of weight files, in its order of preference. */
  private static final List<String> HUGGING_FACE =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  /** Names of weight files in TensorFlow models and Google's archives. */
  private static final List<String> TENSORFLOW = List.of(SAVED_MODEL, "bert_model.ckpt.index");

  /** Names of config files, HuggingFace's and Google's, in order of preference. */
  private static final List<String> CONFIGS = List.of("config.json", "bert_config.json");

  private static final List<String> FOREIGN = List.of("tf_model.h5", "flax_model.msgpack");

  private static final String INDEX = ".index";

  /**
   * Finds the model of a folder.
   *
   * @throws InputException if the folder has no weights, or several checkpoints
   */
  static ModelFiles of(Folder folder) {
    return find(folder).orElseThrow(() -> new InputException(missing(folder)));
  }

  /** Finds the model of a folder, if the folder has weights. */
  static Optional<ModelFiles> find(Folder folder) {
    List<String> found = new ArrayList<>();
    Stream.of(HUGGING_FACE, List.of(Delta.NAME), TENSORFLOW)
        .flatMap(List::stream)
        .filter(folder::has)
        .forEach(found::add);
    if (found.isEmpty()) {
      checkpoint(folder).ifPresent(found::add);
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new ModelFiles(folder, found.get(0), found.subList(1, found.size())));
  }

  /** The index of a TensorFlow checkpoint, whose name is arbitrary. */
  private static Optional<String> checkpoint(Folder folder) {
    NavigableSet<String> names = new TreeSet<>(folder.names());
    List<String> prefixes =
        names.stream()
            .filter(name -> name.indexOf('/') < 0 && isIndex(names, name))
            .map(ModelFiles::prefix)
            .toList();
    if (prefixes.size() > 1) {
      throw new InputException(
          "%s: has several checkpoints: %s; name one, such as %s"
              .formatted(folder, String.join(", ", prefixes), folder.place(prefixes.get(0))));
    }
    return prefixes.stream().findFirst().map(prefix -> prefix + INDEX);
  }

  /**
   * Whether a file is the index of a checkpoint. Other programs write .index files too; that of a
   * checkpoint has data files next to it.
   */
  private static boolean isIndex(NavigableSet<String> names, String name) {
    if (!name.endsWith(INDEX)) {
      return false;
    }
    String data = prefix(name) + ".data-00000-of-";
    String next = names.ceiling(data);
    return next != null && next.startsWith(data);
  }

  private static String prefix(String index) {
    return index.substring(0, index.length() - INDEX.length());
  }

  /** The subfolders in which there may be a model: those that hold files named like weights. */
  static List<String> places(Folder folder) {
    NavigableSet<String> names = new TreeSet<>(folder.names());
    return names.stream()
        .filter(name -> !isMacs(name) && mayBeWeights(names, name))
        .map(ModelFiles::place)
        .distinct()
        .toList();
  }

  /** Whether macOS added the file to an archive, to hold the attributes of another file. */
  private static boolean isMacs(String name) {
    return name.startsWith("__MACOSX/") || file(name).startsWith("._");
  }

  private static String file(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static boolean mayBeWeights(NavigableSet<String> names, String name) {
    return HUGGING_FACE.contains(file(name))
        || Delta.NAME.equals(file(name))
        || isIndex(names, name);
  }

  /** The folder of the model with this weight file; empty for the top folder. */
  static String place(String name) {
    boolean savedModel = ("/" + name).endsWith("/" + SAVED_MODEL);
    String end = savedModel ? SAVED_MODEL : file(name);
    int length = name.length() - end.length();
    return length == 0 ? "" : name.substring(0, length - 1);
  }

  /** The model of a weight file that was given by name. */
  static ModelFiles ofWeights(Folder folder, String weights) {
    return new ModelFiles(folder, weights, List.of());
  }

  /** Whether the model is a delta, stored as its difference from a base model. */
  boolean isDelta() {
    return weights.equals(Delta.NAME);
  }

  /** A copy with a base. */
  ModelFiles onBase(ModelFiles model) {
    return new ModelFiles(folder, weights, others, Optional.of(model));
  }

  /** The name of the config file, if there is one. */
  Optional<String> config() {
    return CONFIGS.stream().filter(folder::has).findFirst();
  }

  /** The folder of the vocabulary; a delta without one uses that of its base. */
  Folder tokenizer() {
    if (base.isPresent() && !TokenizerFiles.has(folder)) {
      return base.get().tokenizer();
    }
    Folder assets = folder.in(ASSETS);
    return !TokenizerFiles.has(folder) && TokenizerFiles.has(assets) ? assets : folder;
  }

  /** The location of the weights, for messages. */
  String place() {
    return folder.place(weights);
  }

  private static String missing(Folder folder) {
    String foreign =
        FOREIGN.stream()
            .filter(folder::has)
            .findFirst()
            .map(file -> "; " + file + " is of an unsupported framework")
            .orElse("");
    return "%s: has no weights; required: one of %s, or a TensorFlow checkpoint (.index and .data-*)%s"
        .formatted(folder, String.join(", ", HUGGING_FACE), foreign);
  }
}
