package dev.zener.method;

import java.util.List;

class RecurrentDirectTest extends MethodContract {
  @Override
  String key() {
    return "lstm-direct";
  }

  @Override
  List<String> trainings() {
    return List.of("lstm-direct, seed 3");
  }

  @Override
  String badSetting() {
    return "lstm: {hidden: 0}";
  }
}
