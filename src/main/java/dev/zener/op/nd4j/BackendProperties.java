package dev.zener.op.nd4j;

import dev.zener.op.Op;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.nd4j.common.io.AbstractResource;
import org.nd4j.common.io.Resource;

/** The properties of an ND4J backend, with another executioner. */
final class BackendProperties extends AbstractResource {
  private final Resource base;
  private final String executioner;

  BackendProperties(Resource base, String executioner) {
    this.base = base;
    this.executioner = executioner;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    // if a key occurs twice, the later line is used
    String line = "\n" + Op.EXECUTIONER_PROPERTY + "=" + executioner + "\n";
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    return new SequenceInputStream(base.getInputStream(), new ByteArrayInputStream(bytes));
  }

  @Override
  public String getDescription() {
    return base.getDescription() + " with " + executioner;
  }
}
