package dev.zener.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.report.Curves.Curve;
import dev.zener.report.Curves.Panel;
import dev.zener.report.Curves.Point;
import java.io.StringReader;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CurvesTest {
  private static final String BLUE = "#0072b2";

  @Test
  void aLineRunsFromCornerToCornerOfItsPanel() throws Exception {
    Curve curve = new Curve("msd", List.of(new Point(0, 0), new Point(50, 10), new Point(100, 5)));
    assertThat(path(parse(new Curves(List.of(new Panel("loss", List.of(curve)))))))
        .isEqualTo("M60.0 250.0 h0 L250.0 40.0 L440.0 145.0");
  }

  @Test
  void aValueThatIsNoNumberLeavesAGap() throws Exception {
    Curve curve =
        new Curve(
            "msd",
            List.of(
                new Point(0, 0),
                new Point(50, Double.NaN),
                new Point(75, Double.POSITIVE_INFINITY),
                new Point(100, 10)));
    assertThat(path(parse(new Curves(List.of(new Panel("loss", List.of(curve)))))))
        .isEqualTo("M60.0 250.0 h0 M440.0 40.0 h0");
  }

  @Test
  void aNameHasOneColourInAllPanelsAndOneLegendLine() throws Exception {
    Curve msd = new Curve("msd & <co>", List.of(new Point(1, 1), new Point(2, 2)));
    Curve tsl = new Curve("tsl", List.of(new Point(1, 1), new Point(2, 2)));
    Document svg =
        parse(new Curves(List.of(new Panel("a", List.of(tsl)), new Panel("b", List.of(msd, tsl)))));
    List<String> texts = texts(svg);
    assertThat(texts).containsOnlyOnce("msd & <co>").containsOnlyOnce("tsl").contains("a", "b");
    assertThat(elements(svg, "path").filter(e -> e.getAttribute("stroke").equals(BLUE)))
        .as("two curves and a legend line of tsl, named first")
        .hasSize(3);
  }

  @Test
  void theHorizontalAxisIsTheTrainingStepUnlessItIsNamed() throws Exception {
    List<Curve> curves = List.of(new Curve("msd", List.of(new Point(1, 1))));
    assertThat(texts(parse(new Curves(List.of(new Panel("loss", curves)))))).contains("step");
    assertThat(texts(parse(new Curves(List.of(new Panel("time", "pieces", curves))))))
        .contains("pieces")
        .doesNotContain("step");
  }

  @Test
  void moreCurvesThanColoursAreToldApartByDashes() throws Exception {
    List<Curve> many =
        IntStream.range(0, 20).mapToObj(i -> new Curve("c" + i, List.of(new Point(1, i)))).toList();
    Document svg = parse(new Curves(List.of(new Panel("a", many))));
    assertThat(
            elements(svg, "path")
                .filter(e -> !e.getAttribute("stroke-dasharray").isEmpty())
                .map(e -> e.getAttribute("stroke") + e.getAttribute("stroke-dasharray"))
                .distinct())
        .hasSize(20);
  }

  @Test
  void nothingToDrawIsADrawingToo() throws Exception {
    parse(new Curves(List.of()));
    assertThat(texts(parse(new Curves(List.of(new Panel("loss", List.of())))))).contains("loss");
  }

  @Test
  void ticksAreRoundAndHoldAllValues() {
    assertThat(labels(0, 100)).containsExactly("0", "20", "40", "60", "80", "100");
    assertThat(labels(0.013, 0.047)).containsExactly("0.01", "0.02", "0.03", "0.04", "0.05");
    assertThat(labels(-1, 1)).containsExactly("-1.0", "-0.5", "0.0", "0.5", "1.0");
    assertThat(labels(3, 3)).containsExactly("3", "4");
    assertThat(labels(0, 0)).containsExactly("0.0", "0.2");
    assertThat(labels(1e-7, 3e-7)).first().isEqualTo("1e-07");
    assertThat(labels(0, 4410)).containsExactly("0", "1000", "2000", "3000", "4000", "5000");
  }

  private static List<String> labels(double... values) {
    Axis axis = Axis.of(DoubleStream.of(values));
    return axis.ticks().stream().map(axis::label).toList();
  }

  private static String path(Document svg) {
    return elements(svg, "path")
        .filter(e -> e.getAttribute("stroke").equals(BLUE))
        .filter(e -> e.getAttribute("fill").equals("none"))
        .findFirst()
        .orElseThrow()
        .getAttribute("d");
  }

  private static List<String> texts(Document svg) {
    return elements(svg, "text").map(Element::getTextContent).toList();
  }

  private static Stream<Element> elements(Document svg, String name) {
    var nodes = svg.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
  }

  private static Document parse(Curves curves) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(curves.svg())));
  }
}
