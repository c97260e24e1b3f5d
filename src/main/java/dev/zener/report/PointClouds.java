package dev.zener.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A picture of points of several groups in panels side by side, as SVG. The axes of a panel have
 * the same scale and no ticks, since only the shape of the clouds tells something. Lengths are in
 * pixels; y grows downwards.
 */
public record PointClouds(List<Panel> panels) {
  private static final int SIDE = 360;
  private static final int MARGIN = 16;
  private static final int TOP = 36;
  private static final int LEGEND_LINE = 18;

  public PointClouds {
    panels = List.copyOf(panels);
  }

  /** A panel of the picture. */
  public record Panel(String title, List<Cloud> clouds) {
    public Panel {
      clouds = List.copyOf(clouds);
    }
  }

  /**
   * The points of a group.
   *
   * @param name the name in the legend; the groups of a panel have the same order in all panels
   * @param points the place of each point, across and upwards
   */
  public record Cloud(String name, List<float[]> points) {
    public Cloud {
      points = List.copyOf(points);
    }
  }

  /** The picture as a complete SVG document. */
  public String svg() {
    List<Cloud> legend = panels.isEmpty() ? List.of() : panels.get(0).clouds();
    int width = Math.max(1, panels.size()) * (SIDE + 2 * MARGIN);
    int height = TOP + SIDE + MARGIN + LEGEND_LINE * legend.size();
    StringBuilder out = new StringBuilder();
    element(
        out,
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d'"
            + " font-family='sans-serif' font-size='12'>",
        width,
        height,
        width,
        height);
    element(out, "<rect width='%d' height='%d' fill='white'/>", width, height);
    for (int i = 0; i < panels.size(); i++) {
      panel(out, panels.get(i), i * (SIDE + 2 * MARGIN) + MARGIN);
    }
    for (int i = 0; i < legend.size(); i++) {
      int y = TOP + SIDE + LEGEND_LINE * i + LEGEND_LINE;
      element(out, "<path d='M%d %dh0' %s/>", MARGIN + 6, y, stroke(i, 8));
      element(
          out,
          "<text x='%d' y='%d'>%s</text>",
          MARGIN + 18,
          y + 4,
          CurvesSvg.escape(legend.get(i).name()));
    }
    element(out, "</svg>");
    return out.toString();
  }

  private static void panel(StringBuilder out, Panel panel, int left) {
    DoubleStream sizes =
        panel.clouds().stream()
            .flatMap(cloud -> cloud.points().stream())
            .mapToDouble(point -> Math.max(Math.abs(point[0]), Math.abs(point[1])));
    double scale = SIDE / 2.0 / Math.max(sizes.max().orElse(1), Float.MIN_NORMAL);
    element(out, "<g transform='translate(%d %d)'>", left, TOP);
    element(out, "<rect width='%d' height='%d' fill='none' stroke='#dddddd'/>", SIDE, SIDE);
    element(
        out,
        "<text x='%d' y='-12' text-anchor='middle'>%s</text>",
        SIDE / 2,
        CurvesSvg.escape(panel.title()));
    for (int i = 0; i < panel.clouds().size(); i++) {
      StringBuilder path = new StringBuilder();
      for (float[] point : panel.clouds().get(i).points()) {
        path.append(
            String.format(
                Locale.ROOT,
                "M%.1f %.1fh0",
                SIDE / 2.0 + scale * point[0],
                SIDE / 2.0 - scale * point[1]));
      }
      element(out, "<path d='%s' %s/>", path, stroke(i, 3));
    }
    element(out, "</g>");
  }

  /** A point is a line of length 0 with round ends. */
  private static String stroke(int cloud, int width) {
    return "fill='none' stroke='%s' stroke-opacity='0.6' stroke-width='%d' stroke-linecap='round'"
        .formatted(CurvesSvg.COLOURS[cloud % CurvesSvg.COLOURS.length], width);
  }

  private static void element(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
