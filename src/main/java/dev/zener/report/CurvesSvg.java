package dev.zener.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Draws {@link Curves} as SVG. Lengths are in pixels; y grows downwards. */
final class CurvesSvg {
  private static final int PANEL_WIDTH = 460;
  private static final int PANEL_HEIGHT = 300;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int LEGEND_LINE = 18;

  /** The colours of Okabe and Ito, distinguishable for colour-blind readers, without yellow. */
  static final String[] COLOURS = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"
  };

  /** Dash patterns. After all colours have been used, they are repeated with the next pattern. */
  private static final String[] DASHES = {"none", "6 3", "2 3", "8 3 2 3"};

  private final Curves curves;
  private final List<String> names;
  private final StringBuilder out = new StringBuilder();

  CurvesSvg(Curves curves) {
    this.curves = curves;
    this.names =
        curves.panels().stream()
            .flatMap(panel -> panel.curves().stream())
            .map(Curves.Curve::name)
            .distinct()
            .toList();
  }

  String document() {
    int width = Math.max(1, curves.panels().size()) * PANEL_WIDTH;
    int height = PANEL_HEIGHT + LEGEND_LINE * (names.size() + 1);
    element(
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d'"
            + " font-family='sans-serif' font-size='12'>",
        width, height, width, height);
    element("<rect width='%d' height='%d' fill='white'/>", width, height);
    for (int i = 0; i < curves.panels().size(); i++) {
      panel(curves.panels().get(i), i * PANEL_WIDTH);
    }
    legend();
    element("</svg>");
    return out.toString();
  }

  private void panel(Curves.Panel panel, int left) {
    Axis steps = Axis.of(points(panel).mapToDouble(Curves.Point::step));
    Axis values = Axis.of(points(panel).mapToDouble(Curves.Point::value));
    element("<g transform='translate(%d 0)'>", left);
    text(PANEL_WIDTH / 2.0, TOP - 18, "middle", panel.title());
    text(PANEL_WIDTH / 2.0, PANEL_HEIGHT - 12, "middle", panel.across());
    for (double tick : steps.ticks()) {
      line(x(steps, tick), TOP, x(steps, tick), PANEL_HEIGHT - BOTTOM);
      text(x(steps, tick), PANEL_HEIGHT - BOTTOM + 16, "middle", steps.label(tick));
    }
    for (double tick : values.ticks()) {
      line(LEFT, y(values, tick), PANEL_WIDTH - RIGHT, y(values, tick));
      text(LEFT - 6, y(values, tick) + 4, "end", values.label(tick));
    }
    panel.curves().forEach(curve -> curve(curve, steps, values));
    element("</g>");
  }

  private static Stream<Curves.Point> points(Curves.Panel panel) {
    return panel.curves().stream().flatMap(curve -> curve.points().stream());
  }

  /** Draws a curve. An isolated point is a dot: a line of length 0 ("h0") with round ends. */
  private void curve(Curves.Curve curve, Axis steps, Axis values) {
    List<String> path = new ArrayList<>();
    boolean drawing = false;
    for (Curves.Point point : curve.points()) {
      boolean finite = Double.isFinite(point.value());
      if (finite) {
        path.add(
            String.format(
                Locale.ROOT,
                drawing ? "L%.1f %.1f" : "M%.1f %.1f h0",
                x(steps, point.step()),
                y(values, point.value())));
      }
      drawing = finite;
    }
    element(
        "<path d='%s' fill='none' %s stroke-linecap='round'/>",
        String.join(" ", path), stroke(curve.name()));
  }

  private void legend() {
    for (int i = 0; i < names.size(); i++) {
      int y = PANEL_HEIGHT + LEGEND_LINE * i + LEGEND_LINE / 2;
      element("<path d='M%d %d L%d %d' %s/>", LEFT, y, LEFT + 30, y, stroke(names.get(i)));
      text(LEFT + 38, y + 4, "start", names.get(i));
    }
  }

  private String stroke(String name) {
    int index = names.indexOf(name);
    return String.format(
        "stroke='%s' stroke-dasharray='%s' stroke-width='1.5'",
        COLOURS[index % COLOURS.length], DASHES[index / COLOURS.length % DASHES.length]);
  }

  private static double x(Axis steps, double step) {
    return LEFT + steps.share(step) * (PANEL_WIDTH - LEFT - RIGHT);
  }

  private static double y(Axis values, double value) {
    return PANEL_HEIGHT - BOTTOM - values.share(value) * (PANEL_HEIGHT - TOP - BOTTOM);
  }

  private void line(double x1, double y1, double x2, double y2) {
    element("<path d='M%.1f %.1f L%.1f %.1f' stroke='#dddddd'/>", x1, y1, x2, y2);
  }

  private void text(double x, double y, String anchor, String text) {
    element("<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, escape(text));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("\\p{Cntrl}", " ");
  }

  private void element(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
