package dev.zener.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes stages, one after the other, each once. */
public final class Pipeline {
  private final ArtifactStore store;

  public Pipeline(ArtifactStore store) {
    this.store = store;
  }

  /**
   * Makes the stages whose artifacts are missing, and before them those that they read. A stage
   * that no missing stage reads is not made, even if its own artifact is missing.
   *
   * @throws dev.zener.problem.InputException if a stored artifact is damaged
   */
  public void make(List<Stage> goals) {
    Set<Stage> all = new LinkedHashSet<>();
    goals.forEach(goal -> collect(goal, all));
    List<Stage> missing = new ArrayList<>(missing(goals));
    drop(all, missing);
    while (!missing.isEmpty()) {
      store.make(missing.remove(0));
      drop(all, missing);
    }
  }

  private static void collect(Stage stage, Set<Stage> all) {
    if (all.add(stage)) {
      stage.inputs().forEach(input -> collect(input, all));
    }
  }

  /** The stages to be made, each after its inputs. */
  private Set<Stage> missing(List<Stage> goals) {
    Set<Stage> missing = new LinkedHashSet<>();
    goals.forEach(goal -> need(goal, missing));
    return missing;
  }

  private void need(Stage stage, Set<Stage> missing) {
    if (missing.contains(stage) || store.has(stage)) {
      return;
    }
    stage.inputs().forEach(input -> need(input, missing));
    missing.add(stage);
  }

  /** Deletes temporary artifacts that none of the stages to come reads. */
  private void drop(Set<Stage> all, List<Stage> coming) {
    for (Stage stage : all) {
      boolean read = coming.stream().anyMatch(later -> later.inputs().contains(stage));
      if (stage.kind().temporary() && !read) {
        store.drop(stage);
      }
    }
  }
}
