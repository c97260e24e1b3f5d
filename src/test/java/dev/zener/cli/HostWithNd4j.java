package dev.zener.cli;

import dev.zener.Tagger;
import java.nio.file.Path;
import org.nd4j.linalg.factory.Nd4j;

/** A program that uses ND4J before it opens a tagger. */
final class HostWithNd4j {
  private HostWithNd4j() {}

  public static void main(String[] args) {
    double sum = Nd4j.ones(2).sumNumber().doubleValue();
    try (Tagger tagger = Tagger.open(Path.of(args[0]))) {
      System.out.println(sum + " " + tagger.tag("Ana ide u Zagreb .").entities());
    }
  }
}
