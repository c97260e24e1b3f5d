package dev.zener.method;

import java.util.List;

class TslTest extends MethodContract {
  @Override
  String key() {
    return "tsl";
  }

  @Override
  List<String> trainings() {
    return List.of("direct, seed 3", "tsl sr, seed 3");
  }

  @Override
  String badSetting() {
    return "student: {learningRate: 0}";
  }
}
