package dev.zener.method;

import java.util.List;

class RecurrentMappedTest extends MethodContract {
  @Override
  String key() {
    return "lstm-mapped";
  }

  @Override
  List<String> trainings() {
    return List.of("lstm-direct, seed 3");
  }

  @Override
  String badSetting() {
    return "mapping: {neighbours: 0}";
  }
}
