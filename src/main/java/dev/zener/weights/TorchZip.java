package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.files.ZipDirectory;
import dev.zener.problem.InputException;
import java.nio.charset.StandardCharsets;

/**
 * Reads files that {@code torch.save} writes since PyTorch 1.6: a zip archive with one folder,
 * which holds {@code data.pkl}, {@code byteorder}, and a file {@code data/KEY} per storage.
 */
final class TorchZip {
  private static final String PICKLE = "/data.pkl";

  private final Bytes archive;
  private final ZipDirectory directory;
  private final String folder;

  private TorchZip(Bytes archive) {
    this.archive = archive;
    this.directory = ZipDirectory.parse(archive);
    this.folder = folder(directory);
  }

  static StoredWeights open(String description, Bytes archive) {
    TorchZip zip = new TorchZip(archive);
    StateDict state = zip.state();
    zip.checkByteOrder();
    state.storages();
    return state.locate(description, archive, zip::place);
  }

  private static String folder(ZipDirectory directory) {
    return directory.entries().keySet().stream()
        .filter(name -> name.indexOf('/') == name.length() - PICKLE.length())
        .filter(name -> name.endsWith(PICKLE))
        .map(name -> name.substring(0, name.length() - PICKLE.length() + 1))
        .findFirst()
        .orElseThrow(
            () -> new InputException("a zip without data.pkl: not a file that torch.save wrote"));
  }

  private void checkByteOrder() {
    ZipDirectory.Entry entry = directory.entries().get(folder + "byteorder");
    if (entry == null) {
      return;
    }
    int length = (int) Math.min(entry("byteorder").size(), 16);
    String order =
        StandardCharsets.ISO_8859_1.decode(archive.view(entry.offset(), length)).toString();
    if (!order.equals("little")) {
      throw new InputException(
          "byte order " + Quoted.of(order) + "; allowed: 'little'; save it as safetensors");
    }
  }

  private StateDict state() {
    ZipDirectory.Entry pickle = entry("data.pkl");
    if (pickle.size() > PickleInput.MAX_BYTES) {
      throw new InputException(
          "data.pkl of %d bytes; allowed: at most %d"
              .formatted(pickle.size(), PickleInput.MAX_BYTES));
    }
    return StateDict.of(
        Unpickler.load(new PickleInput(archive.view(pickle.offset(), (int) pickle.size()))));
  }

  private long place(TorchStorage storage) {
    ZipDirectory.Entry entry = entry("data/" + storage.key());
    if (entry.size() != storage.byteSize()) {
      throw new InputException(
          "storage %s of %d x %s has %d bytes"
              .formatted(Quoted.of(storage.key()), storage.total(), storage.dtype(), entry.size()));
    }
    return entry.offset();
  }

  private ZipDirectory.Entry entry(String name) {
    ZipDirectory.Entry entry = directory.entries().get(folder + name);
    if (entry == null) {
      throw new InputException("zip entry " + Quoted.of(folder + name) + " is missing");
    }
    if (!entry.plain()) {
      throw new InputException(
          "zip entry %s is compressed or encrypted (method %d): save it again with torch.save"
              .formatted(Quoted.of(entry.name()), entry.method()));
    }
    return entry;
  }
}
