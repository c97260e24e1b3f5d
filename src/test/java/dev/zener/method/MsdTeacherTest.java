package dev.zener.method;

import java.util.List;

class MsdTeacherTest extends MethodContract {
  @Override
  String key() {
    return "teacher";
  }

  @Override
  List<String> trainings() {
    return List.of("teacher, seed 3");
  }

  @Override
  String badSetting() {
    return "auxiliary: {teacher: -1}";
  }
}
