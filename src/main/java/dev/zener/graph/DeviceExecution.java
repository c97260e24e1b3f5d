package dev.zener.graph;

import dev.zener.device.Arena;
import dev.zener.device.Memory;
import dev.zener.device.Recording;
import dev.zener.device.Tensor;
import dev.zener.graph.Program.Step;
import dev.zener.graph.Program.Value;
import dev.zener.op.SentenceOffsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs steps on a device. Each bound tensor has a {@link Mirror} there. The inputs of a batch are
 * padded to one of a few shapes and copied together. The first batch of a shape runs step by step,
 * which loads kernels and chooses algorithms. The second is recorded, and the recording is then
 * replayed as a whole.
 *
 * <p>If a step cannot be recorded, because its op has only a kernel of the host, nothing is: every
 * batch runs step by step. That costs a launch for each step, which is simpler than recordings of
 * the parts between such steps, and an op for which it matters should get a kernel of its own.
 */
final class DeviceExecution implements Execution {
  private final List<Value> values;
  private final List<Step> steps;
  private final List<Value> outputs;
  private final Map<String, Filling> fillings;
  private final Memory memory;
  private final Timing timing;
  private final Arena arena;
  private final Arena staged = new Arena(Memory.HOST);
  private final Map<Tensor, Mirror> mirrors = new IdentityHashMap<>();
  private final Map<String, Arena> results = new HashMap<>();
  private final Map<String, Shape> shapes = new Recent<>(Shape::forget);
  private final boolean records;

  /** The bound tensors that steps change. */
  private final List<Tensor> written;

  DeviceExecution(
      List<Value> values,
      List<Step> steps,
      List<Value> outputs,
      Map<String, Filling> fillings,
      Memory memory,
      Timing timing) {
    this.values = values;
    this.steps = steps;
    this.outputs = outputs;
    this.fillings = fillings;
    this.memory = memory;
    this.timing = timing;
    arena = new Arena(memory);
    records = steps.stream().allMatch(step -> step.kernel().canRecord());
    written =
        steps.stream()
            .flatMap(step -> Arrays.stream(step.outputs()))
            .filter(v -> v != null && v.bound != null)
            .map(v -> v.bound)
            .toList();
  }

  @Override
  public Map<String, Tensor> run(Tensor[] inputs) {
    synchronized (memory) { // a device records and runs one program at a time
      return runAlone(inputs);
    }
  }

  private Map<String, Tensor> runAlone(Tensor[] inputs) {
    Tensor[] bound = new Tensor[values.size()];
    for (Value v : values) {
      if (v.bound != null) {
        bound[v.index] = mirrors.computeIfAbsent(v.bound, t -> Mirror.of(memory, t)).current();
      }
    }
    long[][] filled = filled(inputs);
    Shape shape = shapes.computeIfAbsent(key(inputs, filled), k -> new Shape(filled, bound));
    if (arena.reserve(shape.placement.bytes())) {
      shapes.values().forEach(Shape::forget); // their tensors were in the old arena
    }
    shape.bind(bound);
    upload(shape, inputs);
    shape.run();
    long[][] exact = Program.shapes(inputs, bound);
    steps.forEach(step -> step.inferShapes(exact));
    count(inputs, bound, exact);
    written.forEach(t -> mirrors.get(t).written());
    return results(shape, exact);
  }

  private long[][] filled(Tensor[] inputs) {
    long[][] shapes = Program.shapes(inputs);
    for (Value v : values) {
      Filling filling = fillings.get(v.name);
      if (v.placeholder && filling != null) {
        shapes[v.index] = filling.shape(shapes[v.index]);
      }
    }
    return shapes;
  }

  /** The key of a recording: the shapes, and the number of tiles of the longest sentence. */
  private String key(Tensor[] inputs, long[][] filled) {
    StringBuilder key = new StringBuilder();
    for (Value v : values) {
      if (v.placeholder) {
        key.append(Arrays.toString(filled[v.index]));
        if (fillings.get(v.name) == Filling.EMPTY_SENTENCES) {
          key.append('/').append(SentenceOffsets.longest(inputs[v.index].toInts()));
        }
      }
    }
    return key.toString();
  }

  /** Copies all inputs to the device in one transfer. */
  private void upload(Shape shape, Tensor[] inputs) {
    staged.reserve(shape.placement.inputBytes());
    for (Value v : values) {
      if (v.placeholder) {
        Tensor here = shape.tensors[v.index].copyOf(inputs[v.index]);
        long offset = here.address() - shape.inputs.address();
        Tensor filled = staged.tensor(offset, v.type, here.shape());
        Filling filling = fillings.getOrDefault(v.name, Filling.ZEROS);
        filling.copy(inputs[v.index], filled);
      }
    }
    memory.upload(staged.tensor(0, shape.inputs.type(), shape.inputs.shape()), shape.inputs);
  }

  /** Counts the useful work, that of the batch's rows without padding. */
  private void count(Tensor[] inputs, Tensor[] bound, long[][] exact) {
    Tensor[] tensors = new Tensor[values.size()];
    for (Value v : values) {
      tensors[v.index] =
          v.placeholder
              ? inputs[v.index]
              : v.bound != null
                  ? bound[v.index]
                  : exact[v.index] == null ? null : Tensor.onDevice(0, v.type, exact[v.index]);
    }
    for (int s = 0; s < steps.size(); s++) {
      Step step = steps.get(s);
      timing.step(s, 0, step.work().flops(step.in(tensors), step.out(tensors)));
    }
  }

  private Map<String, Tensor> results(Shape shape, long[][] exact) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    for (Value v : outputs) {
      long address = shape.tensors[v.index].address();
      Tensor here = Tensor.onDevice(address, v.type, exact[v.index]); // the first rows
      Arena room = results.computeIfAbsent(v.name, name -> new Arena(Memory.HOST));
      room.reserve((long) here.size() * v.type.bytes());
      Tensor host = room.tensor(0, v.type, exact[v.index]);
      memory.download(here, host);
      found.put(v.name, host);
    }
    return found;
  }

  @Override
  public long arenaBytes() {
    return arena.bytes();
  }

  /** Counts only buffers for transfers, because the arena is in device memory. */
  @Override
  public long growth(Tensor[] inputs) {
    long[][] shapes = Program.shapes(inputs, bound());
    long[][] filled = filled(inputs);
    long sent = 0;
    for (Value v : values) {
      sent += v.placeholder ? Placement.size(v, filled[v.index], memory) : 0;
    }
    long growth = staged.growth(sent);
    steps.forEach(step -> step.inferShapes(shapes));
    for (Value v : outputs) {
      Arena room = results.get(v.name);
      growth += room == null ? bytes(v, shapes) : room.growth(bytes(v, shapes));
    }
    return growth;
  }

  private Tensor[] bound() {
    Tensor[] bound = new Tensor[values.size()];
    values.forEach(v -> bound[v.index] = v.bound);
    return bound;
  }

  private static long bytes(Value v, long[][] shapes) {
    return Tensor.elements(shapes[v.index]) * v.type.bytes();
  }

  @Override
  public void close() {
    shapes.values().forEach(Shape::forget);
    shapes.clear();
    arena.close();
    staged.close();
    results.values().forEach(Arena::close);
    results.clear();
    mirrors.values().forEach(Mirror::close);
    mirrors.clear();
  }

  /** A step with its input and output tensors. */
  private record Call(Step step, Tensor[] in, Tensor[] out) {}

  /** The state kept for batches of one shape. */
  private final class Shape {
    private final Placement placement;
    private final List<Call> calls = new ArrayList<>();
    private Tensor[] tensors;
    private Tensor inputs;
    private Recording recording;
    private boolean ran;

    Shape(long[][] inputShapes, Tensor[] bound) {
      for (int i = 0; i < bound.length; i++) {
        if (bound[i] != null) {
          inputShapes[i] = bound[i].shape();
        }
      }
      placement = Placement.onDevice(values, steps, inputShapes, memory);
    }

    /** Assigns a tensor to every value, unless this has been done already. */
    void bind(Tensor[] bound) {
      if (tensors != null) {
        return;
      }
      tensors = bound.clone();
      placement.fill(tensors, values, arena);
      inputs = placement.inputs(arena);
      steps.forEach(step -> calls.add(new Call(step, step.in(tensors), step.out(tensors))));
    }

    void run() {
      calls.forEach(call -> call.step.kernel().prepare(call.in, call.out));
      if (!memory.canRecord()) {
        runAndTime();
      } else if (ran && records) {
        replay();
      } else {
        start();
        ran = true;
      }
    }

    /** Starts all steps without waiting. */
    private void start() {
      calls.forEach(call -> call.step.kernel().run(call.in, call.out));
    }

    private void replay() {
      if (recording != null && recording.isStale()) {
        endRecording();
      }
      if (recording == null) {
        recording = memory.record(this::start);
      }
      recording.replay();
    }

    private void endRecording() {
      if (recording != null) {
        recording.close();
        recording = null;
      }
    }

    /** Runs the steps one by one and waits for each, so that times and errors belong to a step. */
    private void runAndTime() {
      for (int s = 0; s < calls.size(); s++) {
        Call call = calls.get(s);
        long start = System.nanoTime();
        call.step.kernel().run(call.in, call.out);
        memory.await();
        timing.took(s, System.nanoTime() - start);
      }
    }

    void forget() {
      endRecording();
      calls.clear();
      tensors = null;
    }
  }
}
