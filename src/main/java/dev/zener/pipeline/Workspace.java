package dev.zener.pipeline;

import java.nio.file.Path;

/**
 * The files that the work of a stage may touch.
 *
 * @param target where the artifact is to be written; it gets its final name when the work has ended
 * @param state a file in which unfinished work may be kept, to go on after a stop; it may exist
 *     already, and is deleted once the artifact is stored
 */
public record Workspace(Path target, Path state, ArtifactStore store) {
  /** The artifact of an input. */
  public Path artifact(Stage input) {
    return store.artifact(input);
  }
}
