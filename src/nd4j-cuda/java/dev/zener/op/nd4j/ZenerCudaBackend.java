package dev.zener.op.nd4j;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.jcublas.JCublasBackend;

/** ND4J's CUDA backend with {@link ZenerCudaExecutioner}, as {@link ZenerBackend} is the CPU's. */
public final class ZenerCudaBackend extends JCublasBackend {
  @Override
  public int getPriority() {
    return super.getPriority() + 1;
  }

  @Override
  public Resource getConfigurationResource() {
    return new BackendProperties(
        super.getConfigurationResource(), ZenerCudaExecutioner.class.getName());
  }
}
