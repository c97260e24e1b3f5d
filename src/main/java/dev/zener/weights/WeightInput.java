package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Folder;
import java.nio.ByteBuffer;

/**
 * A file whose format is to be found out.
 *
 * @param folder where its siblings are
 * @param bytes whoever opens the file closes them
 */
record WeightInput(Folder folder, String name, Bytes bytes) {
  private static final int HEAD = 64;

  /** As long as the longest footer of a format. */
  private static final int TAIL = SortedTable.FOOTER;

  /** The first 64 bytes, or all there are. */
  ByteBuffer head() {
    return bytes.view(0, (int) Math.min(bytes.size(), HEAD));
  }

  /** The last 48 bytes, or all there are. To see them, a compressed file is gone through. */
  ByteBuffer tail() {
    int length = (int) Math.min(bytes.size(), TAIL);
    return bytes.view(bytes.size() - length, length);
  }

  /** Where it is, for people. */
  String place() {
    return folder.place(name);
  }
}
