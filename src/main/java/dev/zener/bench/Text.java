package dev.zener.bench;

import dev.zener.data.Sentence;
import dev.zener.data.TokenizerWords;
import dev.zener.data.Window;
import dev.zener.format.ReadOptions;
import dev.zener.format.UnlabelledReader;
import dev.zener.predict.Pieces;
import dev.zener.problem.InputException;
import dev.zener.tokenizer.PieceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The first sentences of a file, in batches of similar length.
 *
 * @param batches the batches in the order in which they run
 * @param tokenizing the time for tokenizing all sentences, in nanoseconds
 */
record Text(List<List<Line>> batches, long tokenizing) {
  /**
   * Reads sentences, tokenizes them, sorts them by length (stably), cuts them into batches and
   * shuffles the batches.
   *
   * @param maxPieces the maximum number of pieces, including the special pieces at its ends; the
   *     rest is cut off
   * @throws InputException if the file has too few sentences
   */
  static Text read(Path file, PieceTokenizer tokenizer, int maxPieces, int batch, int batches) {
    List<Sentence> sentences = sentences(file, tokenizer, Math.multiplyExact(batch, batches));
    long start = System.nanoTime();
    List<Line> lines = new ArrayList<>();
    for (Sentence sentence : sentences) {
      lines.add(line(tokenizer, sentence, lines.size(), maxPieces));
    }
    long tokenizing = System.nanoTime() - start;
    return new Text(shuffled(lines, batch), tokenizing);
  }

  /** Keeps only the wanted sentences, so that a large corpus does not affect peak memory. */
  private static List<Sentence> sentences(Path file, PieceTokenizer tokenizer, int wanted) {
    List<Sentence> first = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      new UnlabelledReader(ReadOptions.DEFAULTS, TokenizerWords.of(tokenizer.preTokenizer()))
          .read(
              in,
              file.toString(),
              sentence -> {
                if (first.size() < wanted) {
                  first.add(sentence);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (first.size() < wanted) {
      throw new InputException(
          file
              + ": "
              + first.size()
              + " sentences; batch × (steps + 1) = "
              + wanted
              + " are required: use fewer steps, a smaller batch or a longer file");
    }
    return first;
  }

  private static Line line(PieceTokenizer tokenizer, Sentence sentence, int number, int maxPieces) {
    int[][] pieces = Pieces.of(tokenizer, sentence);
    int room = maxPieces - tokenizer.frame().size();
    IntStream.Builder ids = IntStream.builder();
    IntStream.Builder rows = IntStream.builder();
    IntStream.Builder words = IntStream.builder();
    int at = 0;
    for (int w = 0; w < pieces.length && at < room; w++) {
      if (pieces[w].length > 0) {
        rows.add(tokenizer.frame().begin().size() + at);
        words.add(w);
      }
      for (int i = 0; i < pieces[w].length && at < room; i++, at++) {
        ids.add(pieces[w][i]);
      }
    }
    int[] own = tokenizer.frame().around(ids.build().toArray());
    return new Line(
        new Window(number, own, rows.build().toArray(), words.build().toArray()), sentence.size());
  }

  private static List<List<Line>> shuffled(List<Line> lines, int batch) {
    List<Line> sorted = new ArrayList<>(lines);
    sorted.sort(Comparator.comparingInt(line -> line.window().pieces())); // stable
    return IntStream.of(PythonShuffle.order(sorted.size() / batch))
        .mapToObj(b -> List.copyOf(sorted.subList(b * batch, (b + 1) * batch)))
        .toList();
  }
}
