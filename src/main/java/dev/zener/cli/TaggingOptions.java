package dev.zener.cli;

import dev.zener.TaggerOptions;
import dev.zener.predict.Decoding;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** How a tagger works. */
final class TaggingOptions {
  @Mixin private DeviceOptions device;
  @Mixin private BatchOption batch;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--decoding",
      paramLabel = "argmax|viterbi",
      description =
          "Choose each word's likeliest tag (argmax, the default), or the likeliest sequence in"
              + " which I-X only follows B-X or I-X (viterbi).")
  private Decoding decoding = Decoding.ARGMAX;

  private OptionalInt maxPieces = OptionalInt.empty();

  @Option(
      names = "--max-pieces",
      paramLabel = "N",
      description =
          "Longest window in word pieces, [CLS] and [SEP] among them; by default the model's"
              + " positions. Longer sentences are tagged in overlapping windows.")
  void setMaxPieces(int value) {
    maxPieces = OptionalInt.of(BatchOption.atLeast(command, "--max-pieces", value));
  }

  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      converter = Size.class,
      description =
          "Memory that the process may hold resident, such as 1500m or 2g, model and Java heap"
              + " (-Xmx) included (Linux). Batches become smaller where that is too little.")
  private Long maxMemory;

  TaggerOptions options() {
    OptionalLong limit = maxMemory == null ? OptionalLong.empty() : OptionalLong.of(maxMemory);
    return new TaggerOptions(
        device.device(), device.precision(), maxPieces, batch.batchPieces(), decoding, limit);
  }

  /** Bytes, as Java's own -Xmx spells them. */
  static final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      Matcher size = Pattern.compile("([1-9]\\d{0,8})([kmgKMG]?)").matcher(value);
      if (!size.matches()) {
        throw new TypeConversionException("'" + value + "'; a size is wanted, such as 1500m or 2g");
      }
      int shift = 10 * " kmg".indexOf((size.group(2) + " ").toLowerCase(Locale.ROOT).charAt(0));
      return Long.parseLong(size.group(1)) << shift;
    }
  }
}
