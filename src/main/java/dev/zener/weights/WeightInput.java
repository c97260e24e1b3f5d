package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Folder;
import java.nio.ByteBuffer;

/**
 * A file whose format is to be determined.
 *
 * @param folder the folder of the file and its shards
 * @param name the name of the file in the folder
 * @param bytes the content; the code that opened the file must close it
 */
record WeightInput(Folder folder, String name, Bytes bytes) {
  private static final int HEAD = 64;

  /** The length of the longest footer of all formats. */
  private static final int TAIL = SortedTable.FOOTER;

  /** The first 64 bytes, or fewer if the file is shorter. */
  ByteBuffer head() {
    return bytes.view(0, (int) Math.min(bytes.size(), HEAD));
  }

  /**
   * The last 48 bytes, or fewer if the file is shorter. In a compressed file, this reads all of it.
   */
  ByteBuffer tail() {
    int length = (int) Math.min(bytes.size(), TAIL);
    return bytes.view(bytes.size() - length, length);
  }

  /** The location of the file, for messages. */
  String place() {
    return folder.place(name);
  }
}
