package dev.zener.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.zener.Libraries;
import dev.zener.device.Cpu;
import dev.zener.device.ElementType;
import dev.zener.device.Workers;
import dev.zener.op.GlueOp;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.cuda.CudaBackend;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.op.reference.ReferenceBackend;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sections of the output of {@code info}, each with its heading. */
final class Info {
  private Info() {}

  static String versions() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Zener", Libraries.zener());
    lines.put("Java", System.getProperty("java.vendor") + " " + Runtime.version());
    lines.put(
        "System",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    lines.putAll(Libraries.versions());
    return section("Versions", lines);
  }

  static String machine() {
    Cpu cpu = Cpu.ofThisMachine();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("CPU", cpu.name());
    lines.put("Features", String.join(" ", cpu.features()));
    lines.put("Cores", Workers.threads() + " usable");
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    lines.put(
        "Memory",
        mebibytes(system.getTotalMemorySize())
            + ", "
            + mebibytes(system.getFreeMemorySize())
            + " free");
    lines.put("Java heap", "up to " + mebibytes(Runtime.getRuntime().maxMemory()));
    return section("Machine", lines);
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  static String devices() {
    Optional<String> failure = OneDnnBackend.failure();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("auto", "is " + Backends.best().name() + " here");
    lines.put("reference", "available: plain Java, slow, on every machine");
    lines.put(
        "onednn",
        failure
            .map(cause -> "not available: " + cause)
            .orElseGet(() -> "available: oneDNN " + OneDnnBackend.version()));
    lines.put("cuda", cuda());
    return section("Devices", lines);
  }

  private static String cuda() {
    Optional<String> failure = CudaBackend.failure();
    if (failure.isPresent()) {
      return "not available: " + failure.get();
    }
    String card = "available: " + CudaBackend.description();
    return CudaBackend.productsMissing()
        .map(cause -> card + "; but not for models, which need matrix products: " + cause)
        .orElseGet(() -> card + "; matrix products by " + CudaBackend.cublaslt());
  }

  /** The precisions that a device supports here, which of them auto chooses, and why. */
  static String precisions(String device) {
    Map<String, String> lines = new LinkedHashMap<>();
    Optional<String> missing = Backends.bfloat16Missing(device);
    boolean cuda = Backends.choose(device).name().equals("cuda");
    String why = cuda ? CudaBackend.description() : bf16();
    lines.put("float32", "supported");
    lines.put(
        "tf32",
        cuda
            ? missing.map(cause -> "not supported: " + cause).orElse("supported: " + why)
            : "not supported: only cuda supports it");
    lines.put(
        "bfloat16",
        missing.map(cause -> "not supported: " + cause).orElseGet(() -> "supported: " + why));
    lines.put(
        "auto",
        missing
            .map(cause -> "is float32 here: " + cause)
            .orElseGet(() -> "is bfloat16 here: " + why));
    return section("Precision of products (--device " + device + ")", lines);
  }

  /** This CPU's instructions for bfloat16. */
  private static String bf16() {
    List<String> own =
        Cpu.ofThisMachine().features().stream().filter(f -> f.endsWith("_bf16")).toList();
    return own.isEmpty() ? "reported by oneDNN, not by the system" : String.join(", ", own);
  }

  /** A line per op with the backend that computes it in float32, and why if it is another one. */
  static String kernels(String asked, Backend backend) {
    Map<String, String> lines = new LinkedHashMap<>();
    List<Class<? extends Op>> ops =
        ReferenceBackend.ops().stream().sorted(Comparator.comparing(Info::word)).toList();
    for (Class<? extends Op> op : ops) {
      lines.put(word(op), kernel(backend, op));
    }
    return section(
        "Kernels of float32 (--device %s is %s), products of %s"
            .formatted(asked, backend.name(), backend.precision()),
        lines);
  }

  /** The backend that computes an op in float32, and why if it is another one. */
  static String kernel(Backend backend, Class<? extends Op> op) {
    String origin = backend.origin(op, ElementType.FLOAT32);
    if (origin.equals(backend.name())) {
      return origin;
    }
    return "%s, since %s has no kernel for this %s op%s"
        .formatted(
            origin,
            backend.name(),
            GlueOp.class.isAssignableFrom(op) ? "glue" : "short",
            backend.memory().isHost()
                ? ""
                : "; it runs on the CPU, with copies in both directions");
  }

  private static String word(Class<? extends Op> op) {
    return op.getName().substring(op.getPackageName().length() + 1).replace('$', '.');
  }

  static String section(String heading, Map<String, String> lines) {
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder(heading).append('\n');
    lines.forEach(
        (name, value) ->
            text.append("  ")
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value.replace("\n", "\n" + " ".repeat(width + 4)))
                .append('\n'));

    return text.toString();
  }
}
