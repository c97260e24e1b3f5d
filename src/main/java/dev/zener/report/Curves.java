package dev.zener.report;

import java.util.List;

/**
 * Training curves as a picture: panels side by side over the training step, a line for each curve.
 * Written as SVG by ourselves, since Java's own drawing needs fonts of the system, and a server or
 * container often has none.
 */
public record Curves(List<Panel> panels) {
  public Curves {
    panels = List.copyOf(panels);
  }

  /**
   * @param title what is measured, for instance "dev F1 in percent"
   */
  public record Panel(String title, List<Curve> curves) {
    public Panel {
      curves = List.copyOf(curves);
    }
  }

  /**
   * @param name for the legend, for instance "msd sr, seed 1"; the same name in two panels has the
   *     same colour
   * @param points by ascending step; a value that is no finite number leaves a gap
   */
  public record Curve(String name, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  public record Point(long step, double value) {}

  /** A complete SVG document. */
  public String svg() {
    return new CurvesSvg(this).document();
  }
}
