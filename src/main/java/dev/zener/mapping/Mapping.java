package dev.zener.mapping;

import dev.zener.problem.InputException;
import dev.zener.vectors.WordVectors;

/** Learns a mapping of a source language's vectors into a target language's space. */
public final class Mapping implements AutoCloseable {
  /** The largest number of axes that are mirrored after an adversarial start. */
  private static final int MIRRORED = 3;

  private final NamedVectors source;
  private final NamedVectors target;
  private final MappingSettings settings;
  private final long seed;
  private final MappingListener listener;
  private final Preparation ofSource;
  private final Preparation ofTarget;
  private final WordMatrix x;
  private final WordMatrix y;
  private final Assessment assessment;

  private Mapping(
      NamedVectors source,
      NamedVectors target,
      MappingSettings settings,
      long seed,
      MappingListener listener) {
    this.source = source;
    this.target = target;
    this.settings = settings;
    this.seed = seed;
    this.listener = listener;
    int sources = words(source, settings);
    int targets = words(target, settings);
    ofSource = Preparation.of(source.vectors(), sources, settings.centred());
    ofTarget = Preparation.of(target.vectors(), targets, settings.centred());
    x = WordMatrix.of(source.vectors(), sources, ofSource);
    y = x.guarding(() -> WordMatrix.of(target.vectors(), targets, ofTarget));
    assessment = new Assessment(x, y, settings);
  }

  /**
   * Learns a mapping. The result depends only on the arguments.
   *
   * @param seed the seed of the adversarial start; other starts do not use it
   * @throws InputException if the vectors have different widths or too few words, or if the start's
   *     dictionary cannot be used
   */
  public static LearntMapping learn(
      NamedVectors source,
      NamedVectors target,
      MappingSettings settings,
      long seed,
      MappingListener listener) {
    requireVectors(source, target, settings);
    try (Mapping mapping = new Mapping(source, target, settings, seed, listener)) {
      return mapping.learn();
    }
  }

  /**
   * Checks, without learning, that a mapping can be learned.
   *
   * @throws InputException as {@link #learn} does
   */
  public static void check(NamedVectors source, NamedVectors target, MappingSettings settings) {
    requireVectors(source, target, settings);
    if (settings.start() != MappingStart.ADVERSARIAL) {
      startingPairs(source, target, settings, MappingListener.NONE);
    }
  }

  private static void requireVectors(
      NamedVectors source, NamedVectors target, MappingSettings settings) {
    requireSameWidth(source, target);
    requireWords(source, settings);
    requireWords(target, settings);
  }

  private static void requireSameWidth(NamedVectors source, NamedVectors target) {
    if (source.vectors().width() != target.vectors().width()) {
      throw new InputException(
          "%s has vectors of %d numbers, but %s of %d; both must have the same width"
              .formatted(
                  source.name(),
                  source.vectors().width(),
                  target.name(),
                  target.vectors().width()));
    }
  }

  private static void requireWords(NamedVectors language, MappingSettings settings) {
    int words = words(language, settings);
    if (words < settings.neighbours()) {
      throw new InputException(
          "%s: %d words are used; at least %d are needed, the number of neighbours of CSLS"
              .formatted(language.name(), words, settings.neighbours()));
    }
  }

  private static int words(NamedVectors language, MappingSettings settings) {
    return Math.min(language.vectors().size(), settings.words());
  }

  private LearntMapping learn() {
    if (settings.start() == MappingStart.ADVERSARIAL) {
      MirrorImage images = new MirrorImage(x, y, settings.neighbours());
      new AdversarialStart(x, y, images, settings.adversarial(), seed, assessment, listener).run();
      refine(assessment.best());
      mirror(images);
    } else {
      solve(0, startingPairs(source, target, settings, listener));
      refine(assessment.best());
    }
    MappedSpace space = new MappedSpace(x.width(), assessment.best(), ofSource, ofTarget);
    return new LearntMapping(space, assessment.criterion());
  }

  private static WordPairs startingPairs(
      NamedVectors source,
      NamedVectors target,
      MappingSettings settings,
      MappingListener listener) {
    int sources = words(source, settings);
    int targets = words(target, settings);
    if (settings.start() == MappingStart.IDENTICAL) {
      WordPairs same = identical(source, sources, target, targets);
      listener.identical(same.count(), sources);
      return same;
    }
    DictionaryFile file =
        DictionaryFile.read(settings.dictionary().orElseThrow(), source, sources, target, targets);
    listener.paired(file.report());
    return file.pairs();
  }

  /** The pairs of a source word and the target word that is written in the same way. */
  private static WordPairs identical(
      NamedVectors source, int sources, NamedVectors target, int targets) {
    WordVectors others = target.vectors();
    WordPairs.Collector pairs = new WordPairs.Collector();
    for (int word = 0; word < sources; word++) {
      int same = others.number(source.vectors().word(word));
      if (same >= 0 && same < targets) {
        pairs.add(word, same);
      }
    }
    WordPairs found = pairs.pairs();
    if (found.count() == 0) {
      throw new InputException(
          "%s and %s have no word in common; use another start than identical strings"
              .formatted(source.name(), target.name()));
    }
    return found;
  }

  /** Refines mirror images of the best mapping, as long as they are better. */
  private void mirror(MirrorImage images) {
    double before = Double.NEGATIVE_INFINITY;
    for (int axis = 0; axis < MIRRORED && assessment.criterion() > before; axis++) {
      before = assessment.criterion();
      double[] image = images.best(assessment.best());
      Assessment.Value value = assessment.assess(image);
      listener.mirrored(new MappingListener.Mirrored(value.criterion(), value.best()));
      refine(image);
    }
  }

  private void refine(double[] start) {
    double[] current = start;
    for (int round = 1; round <= settings.refinement().rounds(); round++) {
      WordPairs pairs = assessment.dictionary(current);
      if (pairs.count() == 0) {
        throw new InputException(
            "no words of %s and %s are each other's nearest; their vectors have no common shape"
                .formatted(source.name(), target.name()));
      }
      current = solve(round, pairs);
    }
  }

  private double[] solve(int round, WordPairs pairs) {
    double[] mapping = Procrustes.solve(x, y, pairs);
    Assessment.Value value = assessment.assess(mapping);
    listener.solved(
        new MappingListener.Solved(
            round, settings.refinement().rounds(), pairs.count(), value.criterion(), value.best()));
    return mapping;
  }

  @Override
  public void close() {
    assessment.close();
    x.close();
    y.close();
  }
}
