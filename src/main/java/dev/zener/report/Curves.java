package dev.zener.report;

import java.util.List;

/**
 * Curves as a picture: panels side by side, most often over the training step, a line for each
 * curve. Written as SVG by ourselves, since Java's own drawing needs fonts of the system, and a
 * server or container often has none.
 */
public record Curves(List<Panel> panels) {
  public Curves {
    panels = List.copyOf(panels);
  }

  /**
   * @param title what is measured, for instance "dev F1 in percent"
   * @param across what it is measured over
   */
  public record Panel(String title, String across, List<Curve> curves) {
    public Panel {
      curves = List.copyOf(curves);
    }

    /** Over the training step. */
    public Panel(String title, List<Curve> curves) {
      this(title, "step", curves);
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
