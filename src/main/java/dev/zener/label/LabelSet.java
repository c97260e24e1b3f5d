package dev.zener.label;

import dev.zener.label.Tag.Role;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The labels of a model's head, each with an index in [0, C). Sets made by Zener are IOB2 tags in
 * the order O, B-X, I-X, B-Y, I-Y ...; a set from a checkpoint keeps the checkpoint's order and
 * strings, which may have any {@link Notation}.
 *
 * <p>A checkpoint may have extra labels such as {@code [CLS]} and {@code X}, which were given to
 * pieces that are no words. They keep their index and are never chosen.
 */
public final class LabelSet {
  private static final Pattern EXTRA = Pattern.compile("X|-|_|\\[.*]|<.*>");

  /** HuggingFace's names of labels that were not named. */
  private static final Pattern PLACEHOLDER = Pattern.compile("LABEL_\\d+");

  private final List<String> labels;

  /** The tag of each label; O for an extra one. */
  private final List<Tag> tags;

  /** The tags as strings. */
  private final List<String> names;

  private final boolean[] extra;
  private final int outside;
  private final Map<String, Integer> indices = new HashMap<>();
  private final List<String> types;
  private final Notation notation;
  private final Scheme scheme;
  private final boolean[][] allowed;

  private LabelSet(List<String> labels) {
    this.labels = List.copyOf(labels);
    extra = new boolean[labels.size()];
    List<String> words = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < extra.length; i++) {
      String label = this.labels.get(i);
      if (!seen.add(label)) {
        throw new InputException("Label '" + label + "' occurs twice in " + labels);
      }
      extra[i] = EXTRA.matcher(label).matches();
      if (!extra[i]) {
        words.add(label);
      }
    }
    notation = Notation.of(words);
    tags = readTags();
    names = tags.stream().map(Tag::toString).toList();
    outside = findOutside();
    types = tags.stream().filter(Tag::inEntity).map(Tag::type).distinct().toList();
    scheme = scheme(tags);
    allowed = transitions();
  }

  private List<Tag> readTags() {
    boolean plain = labels.stream().anyMatch(label -> label.equalsIgnoreCase("O"));
    List<Tag> read = new ArrayList<>();
    for (int i = 0; i < extra.length; i++) {
      Tag tag = extra[i] ? Tag.OUTSIDE : tag(labels.get(i), notation);
      // B-O in a set without O: its training gave every tag a role
      boolean written = !plain && tag.type().equalsIgnoreCase("O");
      read.add(written ? Tag.OUTSIDE : tag);
      if (!extra[i]) {
        indices.putIfAbsent(read.get(i).toString(), i);
      }
    }
    return List.copyOf(read);
  }

  private static Tag tag(String label, Notation notation) {
    return Optional.of(label)
        .filter(text -> !isPlaceholder(text))
        .flatMap(notation::find)
        .orElseThrow(
            () ->
                new InputException(
                    "Label '%s': %s; name the labels in config.json's id2label, or with %s"
                        .formatted(
                            label,
                            isPlaceholder(label)
                                ? "a placeholder, not a tag"
                                : notation.objection(label),
                            Setting.LABELS)));
  }

  /** Whether a label is only a placeholder that HuggingFace gives to labels without names. */
  public static boolean isPlaceholder(String label) {
    return PLACEHOLDER.matcher(label).matches();
  }

  private int findOutside() {
    Integer index = indices.get(Tag.OUTSIDE.toString());
    if (index == null) {
      throw new InputException(
          "'O', the tag of words outside entities, is missing from the labels " + labels);
    }
    return index;
  }

  /**
   * The scheme whose transitions the labels allow. Where a type has I-X without B-X, an entity can
   * only begin with I-X.
   */
  private static Scheme scheme(List<Tag> tags) {
    if (tags.stream().anyMatch(tag -> tag.role() == Role.E || tag.role() == Role.S)) {
      return Scheme.BIOES;
    }
    Set<String> begun = types(tags, Role.B);
    Set<String> inside = types(tags, Role.I);
    if (begun.containsAll(inside)) {
      return Scheme.IOB2;
    }
    return begun.isEmpty() ? Scheme.IO : Scheme.IOB1;
  }

  private static Set<String> types(List<Tag> tags, Role role) {
    Set<String> types = new HashSet<>();
    tags.stream().filter(tag -> tag.role() == role).map(Tag::type).forEach(types::add);
    return types;
  }

  private boolean[][] transitions() {
    boolean[][] possible = new boolean[size()][size()];
    for (int from = 0; from < size(); from++) {
      for (int to = 0; to < size(); to++) {
        possible[from][to] =
            !extra[from] && !extra[to] && scheme.mayFollow(tags.get(from), tags.get(to));
      }
    }
    return possible;
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
   * @throws InputException if a label is not a tag in the notation of the others or occurs twice,
   *     or there is no label for words outside entities
   */
  public static LabelSet ofTags(List<String> labels) {
    return new LabelSet(labels);
  }

  /**
   * The labels of a checkpoint's {@code id2label}.
   *
   * @throws InputException as for {@link #ofTags}, and if the ids are not 0 to C-1
   */
  public static LabelSet ofId2Label(Map<Integer, String> id2label) {
    List<String> labels = new ArrayList<>();
    for (int id = 0; id < id2label.size(); id++) {
      String label = id2label.get(id);
      if (label == null) {
        throw new InputException(
            "id2label has no entry " + id + "; its " + id2label.size() + " ids must run from 0");
      }
      labels.add(label);
    }
    return new LabelSet(labels);
  }

  /** C, the number of labels. */
  public int size() {
    return labels.size();
  }

  /** The label of an index in [0, C), as the checkpoint writes it. */
  public String label(int index) {
    return labels.get(index);
  }

  /** The canonical tag of an index in [0, C), such as B-PER; O for an extra label. */
  public String tag(int index) {
    return names.get(index);
  }

  /** Whether a label is none of a word, so that it is never chosen. */
  public boolean isExtra(int index) {
    return extra[index];
  }

  /**
   * The index of a canonical tag.
   *
   * @throws InputException if no label means this tag
   */
  public int index(String tag) {
    Integer index = indices.get(tag);
    if (index == null) {
      throw new InputException("Tag '" + tag + "' is unknown; the labels are " + labels);
    }
    return index;
  }

  /** The index of O. */
  public int outside() {
    return outside;
  }

  /** The canonical tags by index; O for an extra label. */
  public List<String> tags() {
    return names;
  }

  /** The entity types in the order of their first tag. */
  public List<String> types() {
    return types;
  }

  /** The scheme of the tags. */
  public Scheme scheme() {
    return scheme;
  }

  /** How the labels are written. */
  public Notation notation() {
    return notation;
  }

  /** Whether label {@code next} may follow {@code previous}, as the scheme says. */
  public boolean mayFollow(int previous, int next) {
    return allowed[previous][next];
  }

  /** Whether a sentence may start with this label: in IOB2, any label except I-X. */
  public boolean mayStart(int label) {
    return allowed[outside][label];
  }

  /** Whether a sentence may end with this label: in BIOES, not with B-X or I-X. */
  public boolean mayEnd(int label) {
    return !extra[label] && scheme.mayEnd(tags.get(label));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelSet set && set.labels.equals(labels);
  }

  @Override
  public int hashCode() {
    return labels.hashCode();
  }

  @Override
  public String toString() {
    return labels.toString();
  }
}
