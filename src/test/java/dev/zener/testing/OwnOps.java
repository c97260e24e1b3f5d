package dev.zener.testing;

import dev.zener.op.Op;
import dev.zener.op.ZenerExecutioner;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes ND4J run own ops whichever test starts it: all tests share one Java. Registered for every
 * test class under META-INF/services.
 */
public final class OwnOps implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    System.setProperty(Op.EXECUTIONER_PROPERTY, ZenerExecutioner.class.getName());
  }
}
