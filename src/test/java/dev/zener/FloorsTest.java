package dev.zener;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A package uses only packages of lower floors. op and its subpackages count as one package. */
class FloorsTest {
  private static final String ROOT = "dev.zener";

  /** The floors from bottom to top; "" is the root package. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("problem"),
          List.of("files", "config"),
          List.of("label", "tokenizer", "weights", "device"),
          List.of("op", "data", "metric", "delta", "vectors"),
          List.of("format", "graph"),
          List.of("optim", "model"),
          List.of("pretrained", "predict", "pipeline"),
          List.of("train", "mapping"),
          List.of("method"),
          List.of("report", "bench"),
          List.of("run"),
          List.of(""),
          List.of("cli", "serve"));

  private static final Map<String, Integer> FLOOR = new HashMap<>();

  static {
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      for (String name : FLOORS.get(floor)) {
        FLOOR.put(name, floor);
      }
    }
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void mainClassesAreLookedAt() {
    assertThat(CLASSES.contain("dev.zener.op.reference.MmdReference")).isTrue();
    assertThat(CLASSES.contain(FloorsTest.class)).isFalse();
  }

  @Test
  void aPackageUsesLowerFloorsOnly() {
    classes().should(useLowerFloorsOnly()).check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void aSimpleNameBelongsToOneClass() {
    Map<String, List<String>> byName = new TreeMap<>();
    CLASSES.stream()
        .filter(c -> c.getEnclosingClass().isEmpty() && !c.getSimpleName().equals("package-info"))
        .forEach(
            c ->
                byName
                    .computeIfAbsent(c.getSimpleName(), name -> new ArrayList<>())
                    .add(c.getName()));
    byName.values().removeIf(classes -> classes.size() == 1);
    assertThat(byName).isEmpty();
  }

  @Test
  void someFloorsDoNotKnowNd4j() {
    noClasses()
        .that()
        .resideInAnyPackage(
            packages(
                "files",
                "config",
                "label",
                "tokenizer",
                "weights",
                "data",
                "format",
                "metric",
                "vectors",
                "pipeline",
                "report"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
        .check(CLASSES);
  }

  /** All others use the interfaces, so that models with another tokenizer can be added. */
  @Test
  void onlyTheTokenizerPackageKnowsWordPiece() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("tokenizer"))
        .should()
        .dependOnClassesThat()
        .haveSimpleNameStartingWith("WordPiece")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("Vocabulary")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineHasATerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("cli"))
        .should(ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineHasAnExitCode() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("cli"))
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  private static String[] packages(String... names) {
    return List.of(names).stream().map(n -> ROOT + "." + n + "..").toArray(String[]::new);
  }

  private static ArchCondition<JavaClass> useLowerFloorsOnly() {
    return new ArchCondition<>("use lower floors only") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        if (!FLOOR.containsKey(part(user))) {
          events.add(SimpleConditionEvent.violated(user, user.getName() + " has no floor"));
          return;
        }
        for (Dependency d : user.getDirectDependenciesFromSelf()) {
          if (!allowed(user, d.getTargetClass().getBaseComponentType())) {
            events.add(SimpleConditionEvent.violated(user, d.getDescription()));
          }
        }
      }
    };
  }

  private static boolean allowed(JavaClass user, JavaClass used) {
    String to = part(used);
    if (to == null || to.equals(part(user))) {
      return true;
    }
    return FLOOR.getOrDefault(to, Integer.MAX_VALUE) < FLOOR.get(part(user));
  }

  /** The first name below the root package, "" for the root package, null for other classes. */
  private static String part(JavaClass c) {
    String name = c.getPackageName();
    if (name.equals(ROOT)) {
      return "";
    }
    return name.startsWith(ROOT + ".") ? name.split("\\.")[2] : null;
  }
}
