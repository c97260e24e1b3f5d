package dev.zener.op;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;

/** Builds argument lists of gradient ops. */
final class Arguments {
  private Arguments() {}

  static SDVariable[] append(SDVariable[] first, SDVariable... more) {
    SDVariable[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }
}
