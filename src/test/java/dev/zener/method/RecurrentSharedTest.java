package dev.zener.method;

import java.util.List;

class RecurrentSharedTest extends MethodContract {
  @Override
  String key() {
    return "lstm-shared";
  }

  @Override
  List<String> trainings() {
    return List.of("lstm-shared, seed 3");
  }

  @Override
  String badSetting() {
    return "lstm: {dropout: 1}";
  }
}
