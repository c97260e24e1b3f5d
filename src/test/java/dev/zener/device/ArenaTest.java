package dev.zener.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArenaTest {
  @Test
  void growsWithSlackAndSaysWhatNobodyHasAskedForYet() {
    try (Arena arena = new Arena(Memory.HOST)) {
      assertThat(arena.growth(800)).isEqualTo(800);
      assertThat(arena.reserve(800)).isTrue();
      assertThat(arena.bytes()).isEqualTo(900);
      assertThat(arena.growth(800)).isZero();
      assertThat(arena.growth(900)).as("there, but not written").isEqualTo(100);
      assertThat(arena.reserve(900)).isFalse();
      assertThat(arena.growth(900)).isZero();
      assertThat(arena.growth(1000)).isEqualTo(100);
    }
  }
}
