package dev.zener.op.nd4j;

import dev.zener.device.JavaCpp;
import org.nd4j.common.io.Resource;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;

/**
 * ND4J's CPU backend with {@link ZenerExecutioner}. ND4J finds it as a service and prefers it to
 * its own backend, so that Zener's ops run regardless of what initialises ND4J first.
 */
public final class ZenerBackend extends CpuBackend {
  static {
    JavaCpp.prepare(); // before ND4J initialises JavaCPP
  }

  @Override
  public int getPriority() {
    return super.getPriority() + 1;
  }

  @Override
  public Resource getConfigurationResource() {
    return new BackendProperties(
        super.getConfigurationResource(), ZenerExecutioner.class.getName());
  }
}
