package dev.zener.cli;

import dev.zener.TaggedText;
import dev.zener.Tagger;
import dev.zener.data.Sentence;
import dev.zener.problem.InputException;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that divides texts into sentences. */
final class SentencesOption {
  /** The length of the longest code of a language in ISO 639. */
  private static final int LONGEST_CODE = 3;

  /** The tag of no language in particular, {@link Locale#ROOT}. */
  private static final String ROOT = "und";

  @Option(
      names = "--sentences",
      arity = "0..1",
      paramLabel = "LANG",
      preprocessor = AttachedOnly.class,
      converter = Language.class,
      description =
          "Divide each text into sentences and tag each for itself; the output still has a line and"
              + " offsets for each text. LANG is the language of the texts, such as de or th; by"
              + " default the rules are those common to languages.")
  private Locale language;

  /** Tags sentences as they were read, or divided if that was asked for. */
  List<TaggedText> tag(Tagger tagger, List<Sentence> read) {
    if (language == null) {
      return tagger.tagSentences(read);
    }
    for (Sentence text : read) {
      if (text.presplit() && text.size() > 0) {
        throw new InputException(
            text.source()
                + ": --sentences divides text, but this input is words in sentences already; leave"
                + " the option out");
      }
    }
    return tagger.tagDocuments(read.stream().map(Sentence::text).toList(), language);
  }

  /** Takes LANG only behind {@code =}, because what follows a space is a model or a file. */
  static final class AttachedOnly implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // the type is picocli's
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        arguments.push(ROOT);
      }
      return false;
    }
  }

  /** Converts a language tag. */
  static final class Language implements ITypeConverter<Locale> {
    @Override
    public Locale convert(String tag) {
      try {
        Locale language = new Locale.Builder().setLanguageTag(tag).build();
        // A tag may be well formed and yet name no language: german.
        if (language.getLanguage().length() > LONGEST_CODE) {
          throw new IllformedLocaleException(tag);
        }
        return language;
      } catch (IllformedLocaleException e) {
        throw new TypeConversionException(
            "'" + tag + "'; allowed: the tag of a language, such as de or pt-BR");
      }
    }
  }
}
