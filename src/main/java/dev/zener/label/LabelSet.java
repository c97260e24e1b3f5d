package dev.zener.label;

import dev.zener.label.Tag.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The labels of a model's head: IOB2 tags, each with an index in [0, C). Sets made by Zener have
 * the order O, B-X, I-X, B-Y, I-Y ...; a set from a checkpoint keeps the checkpoint's order.
 */
public final class LabelSet {
  private final List<String> tags;
  private final Map<String, Integer> indices = new LinkedHashMap<>();
  private final List<String> types;
  private final boolean[][] allowed;

  private LabelSet(List<String> tags) {
    this.tags = List.copyOf(tags);
    for (String tag : this.tags) {
      if (indices.putIfAbsent(tag, indices.size()) != null) {
        throw new InputException("Label '" + tag + "' occurs twice in " + tags);
      }
    }
    List<Tag> parsed = this.tags.stream().map(LabelSet::parse).toList();
    if (!parsed.contains(Tag.OUTSIDE)) {
      throw new InputException(
          "'O', the tag of words outside entities, is missing from the labels " + tags);
    }
    this.types = parsed.stream().filter(Tag::inEntity).map(Tag::type).distinct().toList();
    this.allowed = transitions(parsed);
  }

  /** O, then B-X and I-X for each type in the order given. Repeated types are ignored. */
  public static LabelSet of(Collection<String> types) {
    List<String> tags = new ArrayList<>(List.of("O"));
    for (String type : new LinkedHashSet<>(types)) {
      tags.add(new Tag(Role.B, type).toString());
      tags.add(new Tag(Role.I, type).toString());
    }
    return new LabelSet(tags);
  }

  /** As {@link #of}, with the types sorted, so that the same types always give the same labels. */
  public static LabelSet sorted(Collection<String> types) {
    return of(new TreeSet<>(types));
  }

  /**
   * The labels of a checkpoint, in its order.
   *
   * @throws InputException if a label is not an IOB2 tag or occurs twice, or O is missing
   */
  public static LabelSet ofTags(List<String> tags) {
    return new LabelSet(tags);
  }

  /**
   * The labels of a checkpoint's {@code id2label}.
   *
   * @throws InputException as for {@link #ofTags}, and if the ids are not 0 to C-1
   */
  public static LabelSet ofId2Label(Map<Integer, String> id2label) {
    List<String> tags = new ArrayList<>();
    for (int id = 0; id < id2label.size(); id++) {
      String tag = id2label.get(id);
      if (tag == null) {
        throw new InputException(
            "id2label has no entry " + id + "; its " + id2label.size() + " ids must run from 0");
      }
      tags.add(tag);
    }
    return new LabelSet(tags);
  }

  private static Tag parse(String label) {
    return Tag.find(label)
        .filter(tag -> tag.role() == Role.O || tag.role() == Role.B || tag.role() == Role.I)
        .orElseThrow(
            () ->
                new InputException(
                    "Label '"
                        + label
                        + "' is not an IOB2 tag; allowed: "
                        + Scheme.IOB2.allowed()
                        + "; name the labels in config.json's id2label"));
  }

  private static boolean[][] transitions(List<Tag> tags) {
    boolean[][] allowed = new boolean[tags.size()][tags.size()];
    for (int from = 0; from < tags.size(); from++) {
      for (int to = 0; to < tags.size(); to++) {
        allowed[from][to] = Scheme.IOB2.objection(tags.get(from), tags.get(to)).isEmpty();
      }
    }
    return allowed;
  }

  /** C, the number of labels. */
  public int size() {
    return tags.size();
  }

  /** The tag of an index in [0, C). */
  public String tag(int index) {
    return tags.get(index);
  }

  /**
   * The index of a tag.
   *
   * @throws InputException if the tag is not one of the labels
   */
  public int index(String tag) {
    Integer index = indices.get(tag);
    if (index == null) {
      throw new InputException("Tag '" + tag + "' is unknown; the labels are " + tags);
    }
    return index;
  }

  /** Whether a tag is one of the labels. */
  public boolean contains(String tag) {
    return indices.containsKey(tag);
  }

  /** The index of O. */
  public int outside() {
    return index("O");
  }

  /** All tags by index. */
  public List<String> tags() {
    return tags;
  }

  /** The entity types in the order of their first tag. */
  public List<String> types() {
    return types;
  }

  /** Whether label {@code next} may follow {@code previous}: I-X only follows B-X or I-X. */
  public boolean mayFollow(int previous, int next) {
    return allowed[previous][next];
  }

  /** Whether a sentence may start with this label: any label except I-X. */
  public boolean mayStart(int label) {
    return allowed[outside()][label];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelSet set && set.tags.equals(tags);
  }

  @Override
  public int hashCode() {
    return tags.hashCode();
  }

  @Override
  public String toString() {
    return tags.toString();
  }
}
