package dev.zener.op;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.nd4j.common.io.AbstractResource;
import org.nd4j.common.io.Resource;

/** The properties of a backend of ND4J's, with another executioner. */
final class BackendProperties extends AbstractResource {
  private final Resource base;
  private final String executioner;

  BackendProperties(Resource base, String executioner) {
    this.base = base;
    this.executioner = executioner;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    // of two lines with one key, the later counts
    String line = "\n" + Op.EXECUTIONER_PROPERTY + "=" + executioner + "\n";
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    return new SequenceInputStream(base.getInputStream(), new ByteArrayInputStream(bytes));
  }

  @Override
  public String getDescription() {
    return base.getDescription() + " with " + executioner;
  }
}
