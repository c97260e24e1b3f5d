package dev.zener.benchmarks;

import dev.zener.vectors.OpenVectors;
import dev.zener.vectors.VectorFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Times how word vectors are read from a file of text, as fastText publishes it: 200,000 words of
 * width 300 with four decimals, about 450 MB in the folder for temporary files. The score is the
 * seconds of a call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class VectorReadingBenchmark {
  private static final int WIDTH = 300;
  private static final int DECIMALS = 10_000;

  @Param("200000")
  public int words;

  private Path file;

  /** Writes the file, and fails if it is not read as it was written. */
  @Setup
  public void setUp() throws IOException {
    file = Files.createTempFile("vectors", ".vec");
    SplittableRandom random = new SplittableRandom(1);
    int last = 0;
    try (BufferedWriter text = Files.newBufferedWriter(file)) {
      text.write(words + " " + WIDTH + "\n");
      for (int word = 0; word < words; word++) {
        StringBuilder line = new StringBuilder("w").append(word);
        for (int k = 0; k < WIDTH; k++) {
          last = random.nextInt(-DECIMALS + 1, DECIMALS);
          line.append(last < 0 ? " -0." : " 0.");
          line.append(Integer.toString(DECIMALS + Math.abs(last)), 1, 5);
        }
        text.append(line).write('\n');
      }
    }
    check(read(), (float) ((double) last / DECIMALS));
  }

  private void check(OpenVectors read, float last) {
    float[] vector = new float[WIDTH];
    int count = read.vectors().size();
    read.vectors().copy(count - 1, FloatBuffer.wrap(vector));
    if (count != words || vector[WIDTH - 1] != last) {
      throw new IllegalStateException(
          count + " words are read of " + words + ", the last number as " + vector[WIDTH - 1]);
    }
  }

  @TearDown
  public void tearDown() throws IOException {
    Files.delete(file);
  }

  @Benchmark
  public OpenVectors read() {
    return VectorFile.open(file);
  }
}
