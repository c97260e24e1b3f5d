package dev.zener.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorTablesTest {
  private static final WordVectors ENGLISH =
      ListedVectors.of(List.of("in", "house"), List.of(new float[] {1, 2}, new float[] {3, 4}));
  private static final WordVectors GERMAN =
      ListedVectors.of(List.of("in", "Haus"), List.of(new float[] {5, 6}, new float[] {0, 0}));

  private static float[] copy(VectorTables tables, int number) {
    float[] vector = new float[2];
    tables.copy(number, FloatBuffer.wrap(vector));
    return vector;
  }

  @Test
  void aWordOfTwoLanguagesHasTwoVectors() {
    VectorTables tables = new VectorTables(List.of(ENGLISH, GERMAN));
    assertThat(copy(tables, tables.number(0, "in"))).containsExactly(1, 2);
    assertThat(copy(tables, tables.number(1, "in"))).containsExactly(5, 6);
    assertThat(copy(tables, tables.number(0, "house"))).containsExactly(3, 4);
  }

  @Test
  void aWordIsAlsoFoundInSmallLetters() {
    VectorTables tables = new VectorTables(List.of(ENGLISH, GERMAN));
    assertThat(tables.number(0, "IN")).isEqualTo(tables.number(0, "in"));
    assertThat(tables.number(1, "haus")).as("not in capital letters").isEqualTo(-1);
  }

  @Test
  void aWordWithoutAVectorHasZeros() {
    VectorTables tables = new VectorTables(List.of(ENGLISH));
    assertThat(tables.number(0, "Haus")).isEqualTo(-1);
    assertThat(copy(tables, -1)).containsExactly(0, 0);
  }

  @Test
  void vectorsOfOtherWidthsAreRefused() {
    WordVectors wide = ListedVectors.of(List.of("a"), List.of(new float[3]));
    assertThatThrownBy(() -> new VectorTables(List.of(ENGLISH, wide)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vectors of 3 and of 2 numbers in one space");
  }

  @Test
  void evenVectorsHaveTheLengthOfTheRootOfTheirWidth() {
    float[] vector = new float[2];
    new EvenVectors(ENGLISH).copy(1, FloatBuffer.wrap(vector));
    double factor = Math.sqrt(2.0 / 25); // (3, 4) has the length 5
    assertThat(vector).containsExactly((float) (3 * factor), (float) (4 * factor));
    new EvenVectors(GERMAN).copy(1, FloatBuffer.wrap(vector));
    assertThat(vector).containsExactly(0, 0);
  }
}
