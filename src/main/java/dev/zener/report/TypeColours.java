package dev.zener.report;

import java.util.Locale;
import java.util.Map;

/**
 * The colours of an entity type. They depend only on its name, so a type looks the same on every
 * page. Two types may have similar colours; therefore each entity is also labelled with its type.
 *
 * @param light the colours for dark text on a light page
 * @param dark the colours for light text on a dark page
 */
record TypeColours(Pair light, Pair dark) {
  /** The minimum contrast of text at level AA of WCAG 2. */
  static final double READABLE = 4.5;

  /** Hues in degrees of well-known types. Types that occur in the same corpora are far apart. */
  private static final Map<String, Integer> KNOWN =
      Map.ofEntries(
          Map.entry("PER", 212),
          Map.entry("PERSON", 212),
          Map.entry("LOC", 140),
          Map.entry("LOCATION", 140),
          Map.entry("ORG", 28),
          Map.entry("ORGANIZATION", 28),
          Map.entry("MISC", 285),
          Map.entry("CORP", 28),
          Map.entry("GRP", 330),
          Map.entry("PROD", 178),
          Map.entry("CW", 60));

  /**
   * A pair of colours.
   *
   * @param tint the background of the text
   * @param ink the colour of the label and the underline; its contrast to the tint is at least
   *     {@link #READABLE}
   */
  record Pair(Rgb tint, Rgb ink) {}

  /** A colour; its parts are in [0, 1]. */
  record Rgb(double red, double green, double blue) {
    /**
     * Converts a colour from HSL.
     *
     * @param hue the hue in degrees
     * @param saturation the saturation in [0, 1]
     * @param lightness the lightness in [0, 1]
     */
    static Rgb ofHsl(int hue, double saturation, double lightness) {
      double reach = saturation * Math.min(lightness, 1 - lightness);
      return new Rgb(
          part(0, hue, reach, lightness),
          part(8, hue, reach, lightness),
          part(4, hue, reach, lightness));
    }

    private static double part(int shift, int hue, double reach, double lightness) {
      double k = (shift + hue / 30.0) % 12;
      double part = lightness - reach * Math.max(-1, Math.min(1, Math.min(k - 3, 9 - k)));
      return Math.round(255 * part) / 255.0;
    }

    /** WCAG's contrast ratio, from 1 to 21. */
    double contrast(Rgb other) {
      double high = Math.max(luminance(), other.luminance());
      double low = Math.min(luminance(), other.luminance());
      return (high + 0.05) / (low + 0.05);
    }

    private double luminance() {
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(double part) {
      return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    /** The colour in CSS notation. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "#%02x%02x%02x",
          Math.round(255 * red),
          Math.round(255 * green),
          Math.round(255 * blue));
    }
  }

  static TypeColours of(String type) {
    int hue = hue(type);
    return new TypeColours(
        pair(hue, Rgb.ofHsl(hue, 0.85, 0.89), 0.72, 0.38, -0.02),
        pair(hue, Rgb.ofHsl(hue, 0.45, 0.23), 0.80, 0.68, 0.02));
  }

  private static int hue(String type) {
    Integer known = KNOWN.get(type.toUpperCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    // multiplying by the golden ratio spreads similar hashes; the high bits are mixed best
    int mixed = type.hashCode() * 0x9E3779B9;
    return (mixed >>> 16) * 360 >>> 16;
  }

  /** Changes the lightness of the ink in steps until it is readable on the tint. */
  private static Pair pair(int hue, Rgb tint, double saturation, double lightness, double step) {
    Rgb ink = Rgb.ofHsl(hue, saturation, lightness);
    for (double next = lightness; ink.contrast(tint) < READABLE; next += step) {
      ink = Rgb.ofHsl(hue, saturation, next);
    }
    return new Pair(tint, ink);
  }
}
