package dev.zener.method;

import java.util.List;

class MsdTest extends MethodContract {
  @Override
  String key() {
    return "msd";
  }

  @Override
  List<String> trainings() {
    return List.of("teacher, seed 3", "msd sr, seed 3");
  }

  @Override
  String badSetting() {
    return "mmd: {source: -1}";
  }
}
