package dev.zener.train;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.data.Window;
import dev.zener.format.UnlabelledReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The distillation receives sentences, and labels cannot be reached from a sentence. */
class LabelsOutOfReachTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importClasses(
              Distillation.class,
              Distillation.Coefficients.class,
              TeacherOutputs.class,
              WindowedText.class,
              Epochs.class,
              Sentence.class,
              Window.class,
              UnlabelledReader.class);

  @Test
  void whatDistilsKnowsNoLabelledSentence() {
    assertThat(CLASSES).hasSize(8);
    noClasses()
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.simpleNameStartingWith("Labelled").or(inPackage("label")))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> inPackage(String name) {
    return JavaClass.Predicates.resideInAPackage("dev.zener." + name);
  }

  /**
   * A labelled sentence gives its sentence, but a sentence gives no labels. This is what the rule
   * above detects.
   */
  @Test
  void aLabelledSentenceGivesASentenceWithoutLabels() {
    List<Type> types = new ArrayList<>();
    for (Field field : Sentence.class.getDeclaredFields()) {
      types.add(field.getGenericType());
    }
    for (Method method : Sentence.class.getMethods()) {
      types.add(method.getGenericReturnType());
    }
    assertThat(types.toString()).doesNotContain("Labelled", "dev.zener.label");
    assertThat(Arrays.stream(LabelledSentence.class.getRecordComponents()))
        .anyMatch(component -> component.getType() == Sentence.class);
  }
}
