package dev.zener.run;

import dev.zener.report.Curves;
import dev.zener.report.Curves.Curve;
import dev.zener.report.Curves.Panel;
import dev.zener.report.Curves.Point;
import dev.zener.train.MetricsLog;
import dev.zener.train.TrainEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the curves of a metrics log: loss and development F1 by training step. */
public final class RunCurves {
  private RunCurves() {}

  /** Reads a metrics log. */
  public static Curves of(Path metrics) throws IOException {
    Map<String, List<Point>> losses = new LinkedHashMap<>();
    Map<String, Map<String, List<Point>>> scores = new LinkedHashMap<>();
    for (TrainEvent event : MetricsLog.read(metrics)) {
      String job = event.job().title();
      if (event instanceof TrainEvent.Step s) {
        points(losses, job).add(new Point(s.step(), s.loss()));
      } else if (event instanceof TrainEvent.Evaluated e) {
        e.scores()
            .forEach(
                (name, f1) ->
                    points(scores.computeIfAbsent(name, n -> new LinkedHashMap<>()), job)
                        .add(new Point(e.step(), 100 * f1)));
      }
    }
    List<Panel> panels = new ArrayList<>();
    panels.add(panel("loss", losses));
    scores.forEach((name, curves) -> panels.add(panel(name + " F1 in percent", curves)));
    return new Curves(panels);
  }

  private static List<Point> points(Map<String, List<Point>> curves, String job) {
    return curves.computeIfAbsent(job, j -> new ArrayList<>());
  }

  private static Panel panel(String title, Map<String, List<Point>> curves) {
    return new Panel(
        title, curves.entrySet().stream().map(c -> new Curve(c.getKey(), c.getValue())).toList());
  }
}
