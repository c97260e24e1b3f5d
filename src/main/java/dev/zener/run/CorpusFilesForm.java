package dev.zener.run;

import dev.zener.config.ConfigBinder;
import dev.zener.config.ConfigNode;
import dev.zener.config.ConfigNode.Mapping;
import dev.zener.config.ConfigNode.Sequence;
import dev.zener.config.ValueForm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of a corpus in any of their three forms, and writes them in the shortest. */
final class CorpusFilesForm implements ValueForm<CorpusFiles> {
  @Override
  public Class<CorpusFiles> type() {
    return CorpusFiles.class;
  }

  @Override
  public String expectation() {
    return CorpusFiles.FORMS;
  }

  @Override
  public CorpusFiles read(ConfigNode node, String path, ConfigBinder binder) {
    Map<String, List<Path>> parts = new LinkedHashMap<>();
    if (node instanceof Mapping named) {
      named
          .entries()
          .forEach((name, files) -> parts.put(name, files(files, path + "." + name, binder)));
    } else {
      parts.put(CorpusFiles.WHOLE, files(node, path, binder));
    }
    return new CorpusFiles(parts);
  }

  private static List<Path> files(ConfigNode node, String path, ConfigBinder binder) {
    if (node instanceof Mapping || node.isNothing()) {
      throw ConfigBinder.expected(node, path, "a file or a list of files");
    }
    if (!(node instanceof Sequence list)) {
      return List.of(binder.bind(node, path, Path.class));
    }
    List<Path> files = new ArrayList<>();
    for (ConfigNode file : list.items()) {
      files.add(binder.bind(file, path + "[" + files.size() + "]", Path.class));
    }
    return files;
  }

  @Override
  public Object written(CorpusFiles files) {
    return files.shortest();
  }
}
