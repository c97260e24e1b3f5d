package dev.zener;

import dev.zener.data.WindowReport;
import dev.zener.files.Count;
import dev.zener.vectors.WordVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The vectors of a language's words, and how they came about.
 *
 * @param vectors the vectors, the most frequent word first
 * @param read the number of words in the texts, each as often as it occurs
 * @param layer the layer whose hidden state was read
 * @param kept the part of the vectors' variance that is kept, from 0 to 1
 * @param unstorable the number of different words left out because no file of vectors can hold
 *     them, see {@link dev.zener.vectors.WordText}
 * @param rare the number of different words left out because they are too rare
 * @param beyond the number of different words left out because others are more frequent
 * @param withoutPieces the number of different words left out because the tokenizer drops all their
 *     characters
 * @param windows what was cut into windows or shortened
 */
public record ExtractedVectors(
    WordVectors vectors,
    long read,
    int layer,
    double kept,
    long unstorable,
    long rare,
    long beyond,
    long withoutPieces,
    WindowReport windows) {

  /** A summary in one line of text. */
  public String summary() {
    List<String> losses = new ArrayList<>();
    add(losses, rare, "words that are too rare");
    add(losses, beyond, "words beyond the most frequent");
    add(losses, withoutPieces, "words without pieces");
    add(losses, unstorable, "words with spaces or lone surrogates");
    return "%s of width %d from layer %d and %s in %s; %s%% of the variance kept%s"
        .formatted(
            Count.of(vectors.size(), "words"),
            vectors.width(),
            layer,
            Count.of(read, "words"),
            Count.of(windows.sentences(), "sentences"),
            String.format(Locale.ROOT, "%.1f", 100 * kept),
            losses.isEmpty() ? "" : "; left out: " + String.join(", ", losses));
  }

  private static void add(List<String> losses, long count, String what) {
    if (count > 0) {
      losses.add(Count.of(count, what));
    }
  }
}
