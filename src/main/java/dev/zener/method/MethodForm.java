package dev.zener.method;

import dev.zener.config.ConfigBinder;
import dev.zener.config.ConfigFile;
import dev.zener.config.ConfigNode;
import dev.zener.config.Nearest;
import dev.zener.config.ValueForm;
import java.util.Map;

/** A method is written as its name, or as a map of one key: its name, with settings of its own. */
public final class MethodForm implements ValueForm<Method> {
  @Override
  public Class<Method> type() {
    return Method.class;
  }

  @Override
  public String expectation() {
    return "one of " + String.join(", ", Methods.keys()) + ", or one of these with its settings";
  }

  @Override
  public Method read(ConfigNode node, String path, ConfigBinder binder) {
    Methods.Row row =
        Methods.Row.of(node).orElseThrow(() -> ConfigBinder.expected(node, path, expectation()));
    Methods.refuseFormer(row.key(), node);
    Class<? extends Record> settings = Methods.settings(row.key());
    if (settings == null) {
      String hint = Nearest.hint(row.key(), Methods.keys());
      throw ConfigBinder.expected(node, path, hint, expectation());
    }
    return (Method) binder.bind(row.settings(), path + "." + row.key(), settings);
  }

  @Override
  public Object written(Method method) {
    return Map.of(method.key(), ConfigFile.components((Record) method));
  }
}
