package dev.zener.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A unit of work whose result is a file, its artifact. A stage is a value: two stages are equal if
 * they have the same kind, settings, seed and inputs, because they then have the same artifact. The
 * name and the work itself play no part in it.
 */
public final class Stage {
  /**
   * What a stage makes.
   *
   * @param name a name of letters, digits and '-', such as {@code model}
   * @param extension the extension of its files, without a dot
   * @param temporary whether the artifact is deleted when no stage will read it any more
   */
  public record Kind(String name, String extension, boolean temporary) {
    /** A kind whose artifacts are kept. */
    public Kind(String name, String extension) {
      this(name, extension, false);
    }
  }

  /** The work of a stage. */
  @FunctionalInterface
  public interface Work {
    /**
     * Writes the artifact to {@link Workspace#target}. An exception leaves no artifact.
     *
     * @return facts to keep with the artifact, see {@link ArtifactStore#facts(Stage)}
     */
    Map<String, String> make(Workspace place) throws IOException;
  }

  /** 48 bits: with a thousand stages, two have the same id with a probability of 2 in 10⁹. */
  private static final int ID_DIGITS = 12;

  private final String name;
  private final Kind kind;
  private final String settings;
  private final long seed;
  private final List<Stage> inputs;
  private final Work work;
  private final String id;

  /**
   * Describes a stage; nothing is made yet.
   *
   * @param name a name for people, the first part of the artifact's file name
   * @param settings all settings on which the artifact depends, in a form that is equal if and only
   *     if they are
   * @param inputs the stages whose artifacts the work reads
   */
  public Stage(String name, Kind kind, String settings, long seed, List<Stage> inputs, Work work) {
    this.name = name;
    this.kind = kind;
    this.settings = settings;
    this.seed = seed;
    this.inputs = List.copyOf(inputs);
    this.work = work;
    this.id = hash(String.join("\n", identity()));
  }

  private List<String> identity() {
    return List.of(
        kind.name(),
        Long.toString(seed),
        String.join(" ", inputs.stream().map(Stage::id).toList()),
        settings);
  }

  private static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  public String settings() {
    return settings;
  }

  public long seed() {
    return seed;
  }

  public List<Stage> inputs() {
    return inputs;
  }

  /** The id, 12 hexadecimal digits: a hash of kind, settings, seed and the ids of the inputs. */
  public String id() {
    return id;
  }

  Work work() {
    return work;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Stage stage && id.equals(stage.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return name + " (" + kind.name() + " " + id + ")";
  }
}
