package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.files.Folder;
import dev.zener.label.InputException;
import dev.zener.tokenizer.TokenizerFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which files of a folder make up a model.
 *
 * @param folder the model's own: config, inner heads and, if it is no SavedModel, vocabulary
 * @param weights name of the weight file or index that is read
 * @param others names of files that hold weights too and are not read
 * @param base the files of the model that a delta is added to; empty if this is none
 */
record ModelFiles(Folder folder, String weights, List<String> others, Optional<ModelFiles> base) {
  ModelFiles(Folder folder, String weights, List<String> others) {
    this(folder, weights, others, Optional.empty());
  }

  /** The index of a SavedModel's weights. */
  static final String SAVED_MODEL = "variables/variables.index";

  /** Where a SavedModel keeps what is not TensorFlow's. */
  private static final String ASSETS = "assets";

  /** What HuggingFace calls a model's weights, in the order in which it looks for them. */
  private static final List<String> HUGGING_FACE =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  /** What TensorFlow and Google's archives call them. */
  private static final List<String> TENSORFLOW = List.of(SAVED_MODEL, "bert_model.ckpt.index");

  /** In the order in which they are looked for: HuggingFace's and Google's. */
  private static final List<String> CONFIGS = List.of("config.json", "bert_config.json");

  private static final List<String> FOREIGN = List.of("tf_model.h5", "flax_model.msgpack");

  private static final String INDEX = ".index";

  /**
   * The model of a folder.
   *
   * @throws InputException if it has no weights, or several checkpoints
   */
  static ModelFiles of(Folder folder) {
    return find(folder).orElseThrow(() -> new InputException(missing(folder)));
  }

  /** The model of a folder, if it has weights. */
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

  /** The checkpoint of a training, which has a name of its own. */
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

  /** Other programs, too, have files of this name: a checkpoint's has data beside it. */
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

  /** Where in a folder's names a model may be: the folders of what may be weights. */
  static List<String> places(Folder folder) {
    NavigableSet<String> names = new TreeSet<>(folder.names());
    return names.stream()
        .filter(name -> !isMacs(name) && mayBeWeights(names, name))
        .map(ModelFiles::place)
        .distinct()
        .toList();
  }

  /** What macOS adds to an archive: a file of attributes for each file. */
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

  /** The folder of the model whose weights have a name; empty at the top. */
  static String place(String name) {
    boolean savedModel = ("/" + name).endsWith("/" + SAVED_MODEL);
    String end = savedModel ? SAVED_MODEL : file(name);
    int length = name.length() - end.length();
    return length == 0 ? "" : name.substring(0, length - 1);
  }

  /** Weights that were named themselves. */
  static ModelFiles ofWeights(Folder folder, String weights) {
    return new ModelFiles(folder, weights, List.of());
  }

  /** Whether the weights are those of another model and what is added to them. */
  boolean isDelta() {
    return weights.equals(Delta.NAME);
  }

  /** The same as a delta of that model. */
  ModelFiles onBase(ModelFiles model) {
    return new ModelFiles(folder, weights, others, Optional.of(model));
  }

  /** The description of the encoder, if there is one. */
  Optional<String> config() {
    return CONFIGS.stream().filter(folder::has).findFirst();
  }

  /** Where the vocabulary is: a delta has its base's. */
  Folder tokenizer() {
    if (base.isPresent() && !TokenizerFiles.has(folder)) {
      return base.get().tokenizer();
    }
    Folder assets = folder.in(ASSETS);
    return !TokenizerFiles.has(folder) && TokenizerFiles.has(assets) ? assets : folder;
  }

  /** Where the weights are, for people. */
  String place() {
    return folder.place(weights);
  }

  private static String missing(Folder folder) {
    String foreign =
        FOREIGN.stream()
            .filter(folder::has)
            .findFirst()
            .map(file -> "; " + file + " is of another framework and is not read")
            .orElse("");
    return "%s: has no weights; one of %s is needed, or a TensorFlow checkpoint (.index and .data-*)%s"
        .formatted(folder, String.join(", ", HUGGING_FACE), foreign);
  }
}
