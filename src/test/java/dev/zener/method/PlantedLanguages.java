package dev.zener.method;

import dev.zener.data.LabelledSentence;
import dev.zener.mapping.Planted;
import dev.zener.vectors.ListedVectors;
import dev.zener.vectors.WordVectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Two invented languages. The target has a word for each of the source's, in letters that the
 * source does not have, and its vector is that of the source's word, turned, with a little noise.
 */
final class PlantedLanguages {
  private static final int WIDTH = 12;
  private static final String CONSONANTS = "bdfgklmnprstvz";
  private static final String VOWELS = "aeiou";

  /** The deviation of the noise of the target's vectors, as a share of that of their elements. */
  private static final double NOISE = 0.05;

  private final Random random;
  private final Map<String, float[]> vectors = new LinkedHashMap<>();

  PlantedLanguages(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  /** New words of the source. Their vectors lie around a centre of their own. */
  List<String> words(int count) {
    float[] centre = gaussian(1);
    List<String> words = spellings(count, "");
    for (String word : words) {
      float[] vector = gaussian(0.5);
      for (int i = 0; i < WIDTH; i++) {
        vector[i] += centre[i];
      }
      vectors.put(word, vector);
    }
    return words;
  }

  /** New spellings of the source, of words that have no vector in either language. */
  List<String> spellings(int count, String ending) {
    List<String> words = new ArrayList<>();
    while (words.size() < count) {
      String word = syllable() + syllable() + syllable() + ending;
      if (!vectors.containsKey(word) && !words.contains(word)) {
        words.add(word);
      }
    }
    return words;
  }

  private String syllable() {
    return "" + letter(CONSONANTS) + letter(VOWELS);
  }

  private char letter(String letters) {
    return letters.charAt(random.nextInt(letters.length()));
  }

  private float[] gaussian(double deviation) {
    float[] vector = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      vector[i] = (float) (deviation * random.nextGaussian());
    }
    return vector;
  }

  /** One of some words. */
  String any(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  WordVectors source() {
    return ListedVectors.of(List.copyOf(vectors.keySet()), List.copyOf(vectors.values()));
  }

  WordVectors target() {
    double[] turn = Planted.rotation(WIDTH, random);
    float[][] turned =
        Planted.turned(vectors.values().toArray(float[][]::new), turn, NOISE, random);
    return ListedVectors.of(
        vectors.keySet().stream().map(PlantedLanguages::translated).toList(), List.of(turned));
  }

  /** The target's word for a word of the source. */
  static String translated(String word) {
    return word.chars()
        .map(letter -> letter - 'a' + 'а') // the second is Cyrillic
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  static LabelledSentence translated(LabelledSentence sentence) {
    return new LabelledSentence(
        sentence.words().stream().map(PlantedLanguages::translated).toList(), sentence.tags());
  }
}
