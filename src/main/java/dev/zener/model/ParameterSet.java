package dev.zener.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Declared parameters in a fixed order, each with a name of its own. */
public final class ParameterSet implements Iterable<ParameterSpec> {
  private final Map<String, ParameterSpec> specs = new LinkedHashMap<>();

  ParameterSet(Collection<ParameterSpec> all) {
    for (ParameterSpec spec : all) {
      if (specs.put(spec.name(), spec) != null) {
        throw new IllegalArgumentException("two parameters are named " + spec.name());
      }
    }
  }

  /** The names, in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(specs.keySet());
  }

  /**
   * The parameter of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ParameterSpec get(String name) {
    ParameterSpec spec = specs.get(name);
    if (spec == null) {
      throw new IllegalArgumentException("no parameter " + name + "; there are " + names());
    }
    return spec;
  }

  public Stream<ParameterSpec> stream() {
    return specs.values().stream();
  }

  @Override
  public Iterator<ParameterSpec> iterator() {
    return List.copyOf(specs.values()).iterator();
  }

  /**
   * Pairs each parameter of this set with the one of another set that has its place in the
   * corresponding group: the first of a group with the first, and so on. A parameter whose group
   * the other set lacks has no counterpart.
   *
   * @param group maps a group of this set to the corresponding group of the other
   * @return the other set's parameters by the names in this set, in this set's order
   */
  public Map<String, ParameterSpec> counterparts(
      ParameterSet other, UnaryOperator<ParameterGroup> group) {
    Map<ParameterGroup, List<ParameterSpec>> theirs = other.groups();
    Map<String, ParameterSpec> counterparts = new LinkedHashMap<>();
    groups()
        .forEach(
            (own, specs) -> {
              List<ParameterSpec> matching = theirs.getOrDefault(group.apply(own), List.of());
              if (!matching.isEmpty() && matching.size() != specs.size()) {
                throw new IllegalArgumentException(
                    own + " has " + specs.size() + " parameters, not " + matching.size());
              }
              for (int i = 0; i < matching.size(); i++) {
                counterparts.put(specs.get(i).name(), matching.get(i));
              }
            });
    return counterparts;
  }

  private Map<ParameterGroup, List<ParameterSpec>> groups() {
    Map<ParameterGroup, List<ParameterSpec>> groups = new LinkedHashMap<>();
    for (ParameterSpec spec : specs.values()) {
      groups.computeIfAbsent(spec.group(), key -> new ArrayList<>()).add(spec);
    }
    return groups;
  }
}
