package dev.zener.pretrained;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What became of every tensor of a checkpoint.
 *
 * @param source the weight file
 * @param unreadFiles names of the files beside it that hold weights too
 * @param loaded how many tensors were taken
 * @param renamed our name by theirs, of those taken that had another one
 * @param tied second names of the word embeddings, as a masked-language decoder is; not taken
 * @param optimizer names of a training's state: moments, running means, counters; not taken
 * @param unused names of all others that were not taken
 * @param fresh our names of parameters that the checkpoint does not have, drawn at random
 * @param remarks what the files do not say and had to be assumed, a line each
 */
public record LoadReport(
    String source,
    List<String> unreadFiles,
    int loaded,
    Map<String, String> renamed,
    List<String> tied,
    List<String> optimizer,
    List<String> unused,
    List<String> fresh,
    List<String> remarks) {
  public LoadReport {
    unreadFiles = List.copyOf(unreadFiles);
    renamed = Collections.unmodifiableMap(new LinkedHashMap<>(renamed));
    tied = List.copyOf(tied);
    unused = List.copyOf(unused);
    optimizer = List.copyOf(optimizer);
    fresh = List.copyOf(fresh);
    remarks = List.copyOf(remarks);
  }

  /** The same with the parameters that were drawn. */
  public LoadReport withFresh(List<String> drawn) {
    return new LoadReport(
        source, unreadFiles, loaded, renamed, tied, optimizer, unused, drawn, remarks);
  }

  /** The same with what had to be assumed. */
  LoadReport withRemarks(List<String> assumed) {
    return new LoadReport(
        source, unreadFiles, loaded, renamed, tied, optimizer, unused, fresh, assumed);
  }

  /** Whether every tensor was taken as it is and nothing had to be assumed. */
  public boolean plain() {
    return optimizer.isEmpty()
        && unused.isEmpty()
        && fresh.isEmpty()
        && unreadFiles.isEmpty()
        && remarks.isEmpty();
  }

  /** A few lines for people; tensors that share the first two parts of their name are one item. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(loaded + " tensors from " + source);
    if (!renamed.isEmpty()) {
      Map.Entry<String, String> first = renamed.entrySet().iterator().next();
      String example = plain(first.getKey()) + " to " + first.getValue();
      lines.add("renamed " + renamed.size() + ", such as " + example);
    }
    add(lines, "tied to the word embeddings", tied);
    if (!optimizer.isEmpty()) {
      lines.add(
          "left out "
              + optimizer.size()
              + " of the training state, such as "
              + plain(optimizer.get(0)));
    }
    add(lines, "unused", unused);
    add(lines, "fresh", fresh);
    if (!unreadFiles.isEmpty()) {
      lines.add("not read: " + String.join(", ", unreadFiles));
    }
    lines.addAll(remarks);
    return lines;
  }

  private static void add(List<String> lines, String what, List<String> names) {
    if (!names.isEmpty()) {
      lines.add(what + " " + names.size() + ": " + String.join(", ", grouped(names)));
    }
  }

  private static List<String> grouped(List<String> names) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String name : names) {
      groups.computeIfAbsent(group(name), key -> new ArrayList<>()).add(name);
    }
    List<String> items = new ArrayList<>();
    groups.forEach(
        (group, members) ->
            items.add(
                plain(
                    members.size() == 1
                        ? members.get(0)
                        : group
                            + (group.indexOf('/') < 0 ? "." : "/")
                            + "* ("
                            + members.size()
                            + ")")));
    return items;
  }

  private static String group(String name) {
    char separator = name.indexOf('/') < 0 ? '.' : '/';
    String[] parts = name.split(Pattern.quote(String.valueOf(separator)), 3);
    return parts.length < 3 ? parts[0] : parts[0] + separator + parts[1];
  }

  /** Names come from a file: what would steer a terminal is shown as a question mark. */
  static String plain(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
