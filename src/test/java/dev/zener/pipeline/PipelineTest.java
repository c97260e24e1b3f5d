package dev.zener.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages that write texts: two plans share a base, and a sketch is needed only on the way. */
class PipelineTest {
  private static final Stage.Kind TEXT = new Stage.Kind("text", "txt");
  private static final Stage.Kind SKETCH = new Stage.Kind("sketch", "txt", true);

  @TempDir Path folder;

  private final List<String> made = new ArrayList<>();
  private String failing = "";
  private boolean stopsHalfway;

  private final Stage base = stage("base", TEXT, "b", 1);
  private final Stage sketch = stage("sketch", SKETCH, "s", 1, base);
  private final Stage left = stage("left", TEXT, "l", 1, sketch);
  private final Stage right = stage("right", TEXT, "r", 1, sketch, base);

  /** A stage that writes its name and, in brackets, what it has read. */
  private Stage stage(String name, Stage.Kind kind, String settings, long seed, Stage... inputs) {
    return new Stage(
        name, kind, settings, seed, List.of(inputs), place -> write(name, inputs, place));
  }

  private Map<String, String> write(String name, Stage[] inputs, Workspace place)
      throws IOException {
    if (stopsHalfway) {
      Files.writeString(place.state(), name + " half");
      Files.writeString(place.target(), "half");
    }
    if (name.equals(failing)) {
      throw new IllegalStateException(name + " failed");
    }
    made.add(Files.exists(place.state()) ? Files.readString(place.state()) : name);
    StringBuilder text = new StringBuilder(name);
    for (Stage input : inputs) {
      text.append('(').append(Files.readString(place.artifact(input))).append(')');
    }
    Files.writeString(place.target(), text);
    return Map.of("length", Integer.toString(text.length()));
  }

  private String make(Stage... goals) {
    try (ArtifactStore store = ArtifactStore.open(folder)) {
      new Pipeline(store).make(List.of(goals));
      StringBuilder texts = new StringBuilder();
      for (Stage goal : goals) {
        texts.append(Files.readString(store.artifact(goal))).append(' ');
      }
      return texts.toString().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(FolderLock.FILE))
          .sorted()
          .toList();
    }
  }

  private Path file(Stage stage, String ending) {
    return folder.resolve(stage.name() + "." + stage.kind().name() + "." + stage.id() + ending);
  }

  @Test
  void aStageIsMadeAfterItsInputsAndOnce() throws IOException {
    assertThat(make(left, right)).isEqualTo("left(sketch(base)) right(sketch(base))(base)");
    assertThat(made).containsExactly("base", "sketch", "left", "right");
    assertThat(files())
        .as("the sketch was temporary")
        .containsExactlyInAnyOrder(
            file(base, ".txt").getFileName().toString(),
            file(base, ".manifest").getFileName().toString(),
            file(left, ".txt").getFileName().toString(),
            file(left, ".manifest").getFileName().toString(),
            file(right, ".txt").getFileName().toString(),
            file(right, ".manifest").getFileName().toString());
  }

  @Test
  void whatIsThereIsNotMadeAgain() {
    make(left);
    made.clear();
    assertThat(make(left)).isEqualTo("left(sketch(base))");
    assertThat(made).isEmpty();
    make(right);
    assertThat(made)
        .as("the sketch was deleted, so it is needed again")
        .containsExactly("sketch", "right");
  }

  @Test
  void stagesAreTheSameIfWhatTheyAreMadeOfIs() {
    Stage twin = stage("another name", TEXT, "b", 1);
    assertThat(twin).isEqualTo(base).hasSameHashCodeAs(base);
    assertThat(stage("base", TEXT, "b", 2)).isNotEqualTo(base);
    assertThat(stage("base", TEXT, "c", 1)).isNotEqualTo(base);
    assertThat(stage("base", SKETCH, "b", 1)).isNotEqualTo(base);
    assertThat(stage("base", TEXT, "b", 1, left)).isNotEqualTo(base);
    assertThat(stage("x", TEXT, "r", 1, sketch, twin)).isEqualTo(right);
    assertThat(stage("x", TEXT, "r", 1, base, sketch)).as("in another order").isNotEqualTo(right);
    make(base, twin);
    make(twin);
    assertThat(made).containsExactly("base");
  }

  @Test
  void theFactsOfWorkAreKept() {
    make(left);
    try (ArtifactStore store = ArtifactStore.open(folder)) {
      assertThat(store.facts(base)).isEqualTo(Map.of("length", "4"));
      assertThat(store.facts()).hasSize(2).contains(Map.of("length", "18"));
    }
  }

  @Test
  void aStageThatFailsLeavesNothingButItsState() throws IOException {
    failing = "left";
    assertThatThrownBy(() -> make(left)).hasMessage("left failed");
    assertThat(made).containsExactly("base", "sketch");
    assertThat(files()).noneMatch(name -> name.startsWith("left") || name.startsWith("."));
    stopsHalfway = true;
    assertThatThrownBy(() -> make(left)).hasMessage("left failed");
    assertThat(files())
        .anyMatch(name -> name.equals(file(left, ".state").getFileName().toString()));
    stopsHalfway = false;
    failing = "";
    assertThat(make(left)).isEqualTo("left(sketch(base))");
    assertThat(made).containsExactly("base", "sketch", "left half");
    assertThat(file(left, ".state")).doesNotExist();
  }

  /** Each line is what a process may leave behind that is killed somewhere in a stage's end. */
  @Test
  void aKillAtAnyPointIsSurvived() throws IOException {
    make(right);
    byte[] text = Files.readAllBytes(file(right, ".txt"));
    byte[] manifest = Files.readAllBytes(file(right, ".manifest"));
    List<List<Path>> left =
        List.of(
            List.of(),
            List.of(folder.resolve(".right.text." + right.id() + ".txt.tmp")),
            List.of(file(right, ".state")),
            List.of(file(right, ".txt")),
            List.of(file(right, ".txt"), file(right, ".state")),
            List.of(
                file(right, ".txt"),
                folder.resolve(".right.text." + right.id() + ".manifest.tmp")));
    for (List<Path> files : left) {
      Files.deleteIfExists(file(right, ".txt"));
      Files.deleteIfExists(file(right, ".manifest"));
      for (Path file : files) {
        Files.writeString(file, "right half");
      }
      made.clear();
      assertThat(make(right)).as("%s", files).isEqualTo("right(sketch(base))(base)");
      boolean resumed = files.contains(file(right, ".state"));
      assertThat(made).containsExactly("sketch", resumed ? "right half" : "right");
      assertThat(Files.readAllBytes(file(right, ".txt"))).isEqualTo(text);
      assertThat(Files.readAllBytes(file(right, ".manifest"))).isEqualTo(manifest);
      assertThat(files()).hasSize(4);
    }
    // killed after the manifest, before the state and the sketch were deleted
    Files.writeString(file(right, ".state"), "right half");
    made.clear();
    make(right);
    assertThat(made).isEmpty();
    assertThat(files()).hasSize(4);
  }

  @Test
  void aDamagedArtifactIsRefused() throws IOException {
    make(base);
    Files.writeString(file(base, ".txt"), "bass");
    assertThatThrownBy(() -> make(left))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file(base, ".txt") + ": is damaged")
        .hasMessageContaining("delete " + file(base, ".manifest"));
    Files.delete(file(base, ".txt"));
    assertThatThrownBy(() -> make(base)).hasMessageContaining("is damaged");
    Files.delete(file(base, ".manifest"));
    assertThat(make(left)).isEqualTo("left(sketch(base))");
    Files.writeString(file(left, ".manifest"), "{");
    assertThatThrownBy(() -> make(left))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file(left, ".manifest") + ": is damaged");
  }

  @Test
  void aFolderHasOneRunAtATime() {
    try (ArtifactStore store = ArtifactStore.open(folder)) {
      assertThatThrownBy(() -> ArtifactStore.open(folder))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(folder + ": is in use by another run");
      new Pipeline(store).make(List.of(base));
    }
    assertThat(make(base)).isEqualTo("base");
    assertThat(made).containsExactly("base");
  }

  @Test
  void whatIsLeftBehindIsTidied() throws IOException {
    make(left);
    List<String> before = files();
    Files.writeString(folder.resolve(".x.tmp"), "");
    Files.writeString(folder.resolve("gone.text.0123456789ab.txt"), "");
    Files.writeString(file(left, ".state"), "");
    Files.writeString(folder.resolve("open.text.0123456789ab.state"), "kept");
    ArtifactStore.open(folder).close();
    List<String> after = new ArrayList<>(before);
    after.add("open.text.0123456789ab.state");
    assertThat(files()).containsExactlyInAnyOrderElementsOf(after);
  }
}
