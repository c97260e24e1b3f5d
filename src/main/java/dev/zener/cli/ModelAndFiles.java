package dev.zener.cli;

import dev.zener.pretrained.ModelSource;
import dev.zener.problem.InputException;
import java.nio.file.Files;
import java.util.List;

/**
 * The arguments of a command that takes a model and texts, of which the model may be left out: the
 * first argument is one if it is a place where only a model can be.
 *
 * @param model the one that was named, or the tagger that comes with this program
 * @param files as on the command line
 */
record ModelAndFiles(ModelSource model, List<String> files) {
  /** The arguments in the help of such a command. */
  static final String LABEL = "[MODEL] FILE";

  static ModelAndFiles of(List<String> arguments, ModelOptions options) {
    boolean named = !arguments.isEmpty() && ModelSource.isPlace(arguments.get(0));
    if (!named && arguments.size() > 1) {
      requireFile(arguments.get(0));
    }
    return named
        ? new ModelAndFiles(
            options.model(arguments.get(0)), List.copyOf(arguments.subList(1, arguments.size())))
        : new ModelAndFiles(options.opened(ModelSource.shipped()), List.copyOf(arguments));
  }

  /** The first of several arguments may be the misspelt name of a model. */
  private static void requireFile(String first) {
    if (!first.equals(Input.STANDARD_INPUT) && Files.notExists(Input.path(first))) {
      throw new InputException(
          first
              + ": no such file and no such model; a model is a directory, an archive, a weight file"
              + " or the prefix of a checkpoint");
    }
  }
}
