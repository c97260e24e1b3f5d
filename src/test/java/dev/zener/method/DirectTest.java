package dev.zener.method;

import java.util.List;

class DirectTest extends MethodContract {
  @Override
  String key() {
    return "direct";
  }

  @Override
  List<String> trainings() {
    return List.of("direct, seed 3");
  }

  @Override
  String badSetting() {
    return "teacher: {epochs: 0}";
  }
}
