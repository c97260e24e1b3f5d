package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the README is compiled and run unchanged, with the tiny tagger. */
class ReadmeExampleTest {
  private static final Pattern BLOCK =
      Pattern.compile("^## Library$.*?^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern MODEL = Pattern.compile("Path\\.of\\(\"[^\"]*\"\\)");

  @TempDir Path folder;

  @Test
  void theExampleCompilesAndPrintsEntities() throws Exception {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).as("a java block under '## Library'").isTrue();
    compile(program(block.group(1)));
    String printed = run();
    assertThat(printed.lines()).isNotEmpty();
    assertThat(printed).containsPattern("\\b(PER|LOC)\\b");
  }

  private static String program(String example) {
    assertThat(MODEL.matcher(example).find()).as("names a model by Path.of").isTrue();
    String path = "Path.of(\"" + HfTiny.TAGGER.toString().replace('\\', '/') + "\")";
    StringBuilder imports = new StringBuilder();
    StringBuilder body = new StringBuilder();
    example.lines().forEach(l -> (l.startsWith("import ") ? imports : body).append(l).append('\n'));
    return "import dev.zener.*;\nimport java.nio.file.Path;\nimport java.util.List;\n"
        + imports
        + "public final class Example {\n"
        + "public static void main(String[] args) throws Exception {\n"
        + MODEL.matcher(body).replaceAll(Matcher.quoteReplacement(path))
        + "}\n}\n";
  }

  private void compile(String program) throws Exception {
    Path source = Files.writeString(folder.resolve("Example.java"), program);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean done =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-d",
                      folder.toString(),
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(done).as(complaints + program).isTrue();
    }
  }

  private String run() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object) null);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
