package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.zener.data.FileHash;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials in zener.jar lists exactly the components from which the jar is made. */
class SbomIT {
  private static final String PLACE = "META-INF/sbom/zener.cdx.json";

  /** A file of a jar: its name and the checksum of its bytes. */
  private record Entry(String name, long crc) {}

  private static Path jar;
  private static JsonNode components;

  /** The jars on the class path of this test, by their SHA-256. */
  private static final Map<String, Path> JARS = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    assumeThat(System.getProperty("zener.built"))
        .as("the bill of materials is made only online")
        .isEqualTo("offline=false");
    jar = Path.of(System.getProperty("zener.jar"));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(zip.getEntry(PLACE)).as(PLACE).isNotNull();
      byte[] json = zip.getInputStream(zip.getEntry(PLACE)).readAllBytes();
      assertThat(json)
          .as("the one beside the jar")
          .isEqualTo(Files.readAllBytes(Path.of(System.getProperty("zener.sbom"))));
      components = JsonMapper.shared().readTree(json).get("components");
    }
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (part.endsWith(".jar")) {
        JARS.put(FileHash.of(Path.of(part)).sha256(), Path.of(part));
      }
    }
  }

  @Test
  void itNamesWhatTheJarIsKnownFor() {
    List<String> names = new ArrayList<>();
    components.forEach(c -> names.add(c.get("purl").asString()));
    assertThat(names)
        .anyMatch(n -> n.startsWith("pkg:maven/org.nd4j/nd4j-native@"))
        .anyMatch(n -> n.matches("pkg:maven/org.bytedeco/dnnl@[^?]*\\?classifier=.*"))
        .anyMatch(n -> n.startsWith("pkg:maven/tools.jackson.core/jackson-databind@"))
        .anyMatch(n -> n.startsWith("pkg:maven/info.picocli/picocli@"))
        .noneMatch(n -> n.contains("junit"))
        .doesNotHaveDuplicates();
  }

  @Test
  void everythingItNamesIsInTheJar() throws IOException {
    Set<Entry> packed = entries(jar);
    for (JsonNode component : components) {
      assertThat(entries(jarOf(component)))
          .as(component.get("purl").asString())
          .containsAnyElementsOf(packed);
    }
  }

  @Test
  void allCodeOfTheJarIsOfWhatItNames() throws IOException {
    Set<Entry> named = entries(Path.of(System.getProperty("zener.plain")));
    for (JsonNode component : components) {
      named.addAll(entries(jarOf(component)));
    }
    assertThat(entries(jar)).filteredOn(e -> isCode(e.name())).isNotEmpty().isSubsetOf(named);
  }

  /** The file with the hash that a component states. */
  private static Path jarOf(JsonNode component) {
    for (JsonNode hash : component.get("hashes")) {
      if (hash.get("alg").asString().equals("SHA-256")) {
        assertThat(JARS)
            .as("%s", component.get("purl"))
            .containsKey(hash.get("content").asString());
        return JARS.get(hash.get("content").asString());
      }
    }
    throw new AssertionError("no SHA-256: " + component.get("purl"));
  }

  private static boolean isCode(String name) {
    return name.matches(".*\\.(class|so(\\..*)?|dylib|jnilib|dll)");
  }

  private static Set<Entry> entries(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Set<Entry> entries = new HashSet<>();
      zip.stream()
          .filter(e -> !e.isDirectory() && !e.getName().equals("META-INF/MANIFEST.MF"))
          .forEach(e -> entries.add(new Entry(e.getName(), e.getCrc())));
      return entries;
    }
  }
}
