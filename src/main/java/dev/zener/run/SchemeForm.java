package dev.zener.run;

import dev.zener.config.ConfigBinder;
import dev.zener.config.ConfigNode;
import dev.zener.config.ConfigNode.Scalar;
import dev.zener.config.EnumKeys;
import dev.zener.config.Nearest;
import dev.zener.config.ValueForm;
import dev.zener.label.Scheme;

/** Schemes have further names besides those of their constants, such as {@code bilou}. */
final class SchemeForm implements ValueForm<Scheme> {
  @Override
  public Class<Scheme> type() {
    return Scheme.class;
  }

  @Override
  public String expectation() {
    return "one of " + String.join(", ", Scheme.KEYS);
  }

  @Override
  public Scheme read(ConfigNode node, String path, ConfigBinder binder) {
    String text = node instanceof Scalar scalar && scalar.text() != null ? scalar.text() : "";
    return Scheme.ofKey(text)
        .orElseThrow(
            () ->
                ConfigBinder.expected(node, path, Nearest.hint(text, Scheme.KEYS), expectation()));
  }

  @Override
  public Object written(Scheme scheme) {
    return EnumKeys.key(scheme);
  }
}
