package dev.zener.method;

import java.util.List;

class RecurrentAugmentedTest extends MethodContract {
  @Override
  String key() {
    return "lstm-augmented";
  }

  @Override
  List<String> trainings() {
    return List.of(
        "lstm-shared, seed 3", "lstm-augmented-round-1 sr, seed 3", "lstm-augmented sr, seed 3");
  }

  @Override
  String badSetting() {
    return "selfTraining: {rounds: 0}";
  }
}
