package dev.zener.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless browser that is controlled by its DevTools protocol, to which a page's content
 * security policy does not apply.
 */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final int SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private int calls;

  private Chromium(Process process, Path profile) throws Exception {
    this.process = process;
    HttpClient client = HttpClient.newHttpClient();
    String port = Files.readAllLines(await(profile.resolve("DevToolsActivePort"))).get(0);
    HttpRequest list = HttpRequest.newBuilder(URI.create(local("http", port) + "/json")).build();
    String targets = client.send(list, HttpResponse.BodyHandlers.ofString()).body();
    String page = null;
    for (JsonNode target : JsonMapper.shared().readTree(targets)) {
      if (target.get("type").stringValue().equals("page")) {
        page = target.get("webSocketDebuggerUrl").stringValue();
      }
    }
    socket = client.newWebSocketBuilder().buildAsync(URI.create(page), new Listener()).join();
  }

  private static String local(String scheme, String port) {
    return scheme + "://127.0.0.1:" + port;
  }

  /** The path of the browser, if it is on the PATH. */
  public static Optional<Path> program() {
    return NAMES.stream()
        .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(dir -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts the browser.
   *
   * @param folder the folder for its files
   */
  public static Chromium start(Path program, Path folder) throws Exception {
    Path profile = folder.resolve("profile");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    try {
      return new Chromium(process, profile);
    } catch (Exception e) {
      end(process);
      throw e;
    }
  }

  /** Waits for a file that appears, complete, some time after the start. */
  private static Path await(Path file) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
      assertThat(System.nanoTime()).as("Chromium does not start").isLessThan(end);
      Thread.sleep(20);
    }
    return file;
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  /** Calls a method of the protocol and returns its result. */
  public JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = ++calls;
    Map<String, ?> message = Map.of("id", id, "method", method, "params", parameters);
    socket.sendText(JsonMapper.shared().writeValueAsString(message), true).join();
    while (true) {
      String answer = messages.poll(SECONDS, TimeUnit.SECONDS);
      assertThat(answer).as("Chromium does not answer " + method).isNotNull();
      JsonNode node = JsonMapper.shared().readTree(answer);
      if (node.path("id").asInt(0) == id) {
        assertThat(node.has("error")).as(answer).isFalse();
        return node.get("result");
      }
    }
  }

  /** Opens a file and waits until it is loaded completely. */
  public void open(Path file) throws Exception {
    String address = file.toUri().toString();
    call("Page.navigate", Map.of("url", address));
    String loaded = "document.readyState === 'complete' && location.protocol === 'file:'";
    while (!evaluate(loaded).booleanValue()) {
      Thread.sleep(10);
    }
  }

  /** Returns the value of an expression in the page. The value of a promise is awaited. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    assertThat(answer.has("exceptionDetails")).as(answer.toString()).isFalse();
    return answer.at("/result/value");
  }

  /** Sets the size of the window in CSS pixels. */
  public void window(int width, int height) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Sets the colour scheme that the user prefers: {@code light} or {@code dark}. */
  public void colours(String scheme) throws Exception {
    Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", scheme);
    call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Returns a PNG of the window. */
  public byte[] screenshot() throws Exception {
    JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode(picture.get("data").stringValue());
  }

  /** Asks the browser to end, so that it removes its temporary files. */
  @Override
  public void close() {
    try {
      socket.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true).join();
      process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    } finally {
      socket.abort();
      end(process);
    }
  }

  /** Ends the browser's child processes too, since they write to its folder until they end. */
  private static void end(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(ended -> ended.onExit().join());
  }
}
