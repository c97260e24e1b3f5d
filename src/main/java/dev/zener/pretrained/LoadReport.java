package dev.zener.pretrained;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reports how each tensor of a checkpoint was used.
 *
 * @param source the weight file
 * @param unreadFiles names of other files in the same place that hold weights and were not read
 * @param loaded the number of tensors loaded
 * @param renamed for loaded tensors with another name in the file: the file's name to Zener's name
 * @param tied names of copies of the word embeddings, such as a masked-language decoder; not loaded
 * @param optimizer names of training state: moments, moving averages, counters; not loaded
 * @param unused names of all other tensors that were not loaded
 * @param fresh Zener's names of parameters that the checkpoint does not have; they were initialised
 *     at random
 * @param remarks assumptions about what the files do not state, one per line
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

  /** A copy with other names of parameters that were initialised at random. */
  public LoadReport withFresh(List<String> drawn) {
    return new LoadReport(
        source, unreadFiles, loaded, renamed, tied, optimizer, unused, drawn, remarks);
  }

  /** A copy with other assumptions. */
  LoadReport withRemarks(List<String> assumed) {
    return new LoadReport(
        source, unreadFiles, loaded, renamed, tied, optimizer, unused, fresh, assumed);
  }

  /**
   * Whether there is nothing to mention: all weights were loaded, nothing was initialised at random
   * or assumed. Renamed and tied tensors do not count.
   */
  public boolean plain() {
    return optimizer.isEmpty()
        && unused.isEmpty()
        && fresh.isEmpty()
        && unreadFiles.isEmpty()
        && remarks.isEmpty();
  }

  /**
   * A summary in a few lines of text. Tensors that share the first two parts of their names are
   * listed as one item.
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(loaded + " tensors from " + source);
    if (!renamed.isEmpty()) {
      Map.Entry<String, String> first = renamed.entrySet().iterator().next();
      String example = plain(first.getKey()) + " to " + first.getValue();
      lines.add("renamed " + renamed.size() + " tensors, such as " + example);
    }
    add(lines, "tied to the word embeddings", tied);
    if (!optimizer.isEmpty()) {
      lines.add(
          "left out "
              + optimizer.size()
              + " tensors of the training state, such as "
              + plain(optimizer.get(0)));
    }
    add(lines, "unused", unused);
    add(lines, "initialised at random", fresh);
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

  /** The names, where those that share the first two parts are one item. */
  static List<String> grouped(List<String> names) {
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

  /** Replaces control characters of a name from a file by question marks, to protect terminals. */
  static String plain(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
