package dev.zener.report;

import java.util.List;

/**
 * A plot of curves in panels side by side, usually by training step. It is written directly as SVG,
 * because Java's own drawing needs system fonts, which servers and containers often lack.
 */
public record Curves(List<Panel> panels) {
  public Curves {
    panels = List.copyOf(panels);
  }

  /**
   * A panel of the plot.
   *
   * @param title the title, which names the values, for instance "dev F1 in percent"
   * @param across the label of the horizontal axis
   */
  public record Panel(String title, String across, List<Curve> curves) {
    public Panel {
      curves = List.copyOf(curves);
    }

    /** A panel whose horizontal axis is the training step. */
    public Panel(String title, List<Curve> curves) {
      this(title, "step", curves);
    }
  }

  /**
   * A curve in a panel.
   *
   * @param name the name in the legend, for instance "msd sr, seed 1"; curves with the same name
   *     have the same colour in all panels
   * @param points the points by ascending step; a value that is not finite leaves a gap
   */
  public record Curve(String name, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  public record Point(long step, double value) {}

  /** The plot as a complete SVG document. */
  public String svg() {
    return new CurvesSvg(this).document();
  }
}
