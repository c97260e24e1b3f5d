package dev.zener.weights;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Executes the part of Python's pickle language that state dictionaries use. It creates numbers,
 * strings, tuples, lists, dictionaries and tensors. It can only call the functions of {@link
 * TorchGlobal}, which only build values. Instructions that create objects of other classes are
 * refused. There is no recursion, and time and memory are bounded by the length of the pickle.
 *
 * <p>Values: {@code null}, {@code Boolean}, {@code Number}, {@code String}, {@link Tuple}, {@code
 * List}, {@code Map}, {@link TorchGlobal}, {@link TorchStorage}, {@link TorchTensor}.
 */
final class Unpickler {
  /**
   * The maximum number of instructions, enough for 50,000 tensors. An instruction can need about 60
   * bytes of heap.
   */
  private static final int MAX_INSTRUCTIONS = 2_000_000;

  private final PickleInput in;
  private final PickleStack stack = new PickleStack();

  /** A tuple, as distinct from a list. */
  record Tuple(List<Object> items) {
    @Override
    public String toString() {
      return "a tuple of " + items.size();
    }
  }

  private Unpickler(PickleInput in) {
    this.in = in;
  }

  /** Reads one pickle, up to and including its STOP instruction. */
  static Object load(PickleInput in) {
    Unpickler unpickler = new Unpickler(in);
    for (int i = 0; i < MAX_INSTRUCTIONS; i++) {
      int at = in.position();
      int opcode = in.u1();
      if (opcode == '.') {
        return unpickler.stack.pop();
      }
      unpickler.step(opcode, at);
    }
    throw new InputException(
        "pickle of more than "
            + MAX_INSTRUCTIONS
            + " instructions, too many for a state dictionary");
  }

  private void step(int opcode, int at) {
    switch (opcode) {
      case 0x80 -> protocol(in.u1()); // PROTO
      case 0x95 -> in.i8(); // FRAME
      case '(' -> stack.mark(); // MARK
      case '0' -> stack.pop(); // POP
      case '1' -> stack.popMark(); // POP_MARK
      case '2' -> stack.push(stack.top()); // DUP
      case 'q' -> stack.memoize(in.u1()); // BINPUT
      case 'r' -> stack.memoize(in.u4()); // LONG_BINPUT
      case 0x94 -> stack.memoize(); // MEMOIZE
      case 'h' -> stack.recall(in.u1()); // BINGET
      case 'j' -> stack.recall(in.u4()); // LONG_BINGET
      case 'N' -> stack.push(null); // NONE
      case 0x88 -> stack.push(true); // NEWTRUE
      case 0x89 -> stack.push(false); // NEWFALSE
      case 'K' -> stack.push((long) in.u1()); // BININT1
      case 'M' -> stack.push((long) in.u2()); // BININT2
      case 'J' -> stack.push((long) in.i4()); // BININT
      case 0x8a -> stack.push(in.integer(in.u1())); // LONG1
      case 0x8b -> stack.push(in.integer(in.i4())); // LONG4
      case 'G' -> stack.push(in.f8()); // BINFLOAT
      case 'X' -> stack.push(in.text(in.u4())); // BINUNICODE
      case 0x8c -> stack.push(in.text(in.u1())); // SHORT_BINUNICODE
      case 0x8d -> stack.push(in.text(in.i8())); // BINUNICODE8
      case 'U' -> stack.push(in.text(in.u1())); // SHORT_BINSTRING, what Python 2 writes
      case 'T' -> stack.push(in.text(in.i4())); // BINSTRING
      case ')' -> stack.push(new Tuple(List.of())); // EMPTY_TUPLE
      case 't' -> stack.push(new Tuple(stack.popMark())); // TUPLE
      case 0x85 -> stack.push(new Tuple(stack.pop(1))); // TUPLE1
      case 0x86 -> stack.push(new Tuple(stack.pop(2))); // TUPLE2
      case 0x87 -> stack.push(new Tuple(stack.pop(3))); // TUPLE3
      case ']' -> stack.push(new ArrayList<>()); // EMPTY_LIST
      case 'l' -> stack.push(stack.popMark()); // LIST
      case 'a' -> append(stack.pop(1)); // APPEND
      case 'e' -> append(stack.popMark()); // APPENDS
      case '}' -> stack.push(new LinkedHashMap<>()); // EMPTY_DICT
      case 'd' -> dictionary(stack.popMark()); // DICT
      case 's' -> setItems(stack.pop(2)); // SETITEM
      case 'u' -> setItems(stack.popMark()); // SETITEMS
      case 'c' -> stack.push(TorchGlobal.find(in.line(), in.line())); // GLOBAL
      case 0x93 -> stackGlobal(stack.pop(2)); // STACK_GLOBAL
      case 'Q' -> stack.push(TorchStorage.of(stack.pop())); // BINPERSID
      case 'R' -> reduce(stack.pop(2)); // REDUCE
      case 'b' -> build(stack.pop()); // BUILD
      case 'i' -> throw TorchGlobal.find(in.line(), in.line()).refuse("INST"); // INST
      default -> throw refused(opcode, at);
    }
  }

  private static InputException refused(int opcode, int at) {
    String name =
        switch (opcode) {
          case 'o' -> "OBJ";
          case 0x81 -> "NEWOBJ";
          case 0x92 -> "NEWOBJ_EX";
          case 0x82, 0x83, 0x84 -> "EXT";
          default -> "0x%02x".formatted(opcode);
        };
    return new InputException(
        "pickle instruction %s at byte %d creates something other than a tensor; nothing was executed"
            .formatted(name, at));
  }

  private static void protocol(int version) {
    if (version < 2 || version > 5) {
      throw new InputException("pickle protocol " + version + "; allowed: 2 to 5");
    }
  }

  private void append(List<Object> items) {
    list(stack.top(), "APPEND to").addAll(items);
  }

  private void dictionary(List<Object> items) {
    stack.push(new LinkedHashMap<>());
    setItems(items);
  }

  private void setItems(List<Object> items) {
    Map<Object, Object> dictionary = map(stack.top(), "SETITEM on");
    if (items.size() % 2 != 0) {
      throw new InputException("malformed pickle: a dictionary key without a value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      put(dictionary, items.get(i), items.get(i + 1));
    }
  }

  /**
   * Adds an entry. Only simple keys are allowed, because hashing a nested key could take very long.
   */
  static void put(Map<Object, Object> dictionary, Object key, Object value) {
    if (!(key instanceof String || key instanceof Long || key instanceof Boolean)) {
      throw new InputException("pickled dictionary has " + kind(key) + " as a key");
    }
    if (dictionary.containsKey(key)) {
      throw new InputException("name " + Quoted.of(key.toString()) + " occurs twice");
    }
    dictionary.put(key, value);
  }

  private void stackGlobal(List<Object> names) {
    if (names.get(0) instanceof String module && names.get(1) instanceof String name) {
      stack.push(TorchGlobal.find(module, name));
    } else {
      throw new InputException("malformed pickle: a global's name is no string");
    }
  }

  private void reduce(List<Object> call) {
    if (call.get(0) instanceof TorchGlobal function && call.get(1) instanceof Tuple arguments) {
      stack.push(function.call(arguments.items()));
    } else {
      throw new InputException(
          "malformed pickle: it calls " + kind(call.get(0)) + " with " + kind(call.get(1)));
    }
  }

  /**
   * Ignores attributes of a state dictionary (module versions), which do not affect the weights.
   */
  private void build(Object state) {
    map(stack.top(), "BUILD on");
    map(state, "BUILD with");
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> map(Object value, String doing) {
    if (value instanceof Map<?, ?>) {
      return (Map<Object, Object>) value;
    }
    throw new InputException("pickle instruction " + doing + " " + kind(value) + ": refused");
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value, String doing) {
    if (value instanceof List<?>) {
      return (List<Object>) value;
    }
    throw new InputException("pickle instruction " + doing + " " + kind(value) + ": refused");
  }

  /** A short description of a value for messages, without its content, which may be huge. */
  static String kind(Object value) {
    if (value instanceof Map) {
      return "a dictionary";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof String text) {
      return "the string " + Quoted.of(text);
    }
    if (value == null) {
      return "None";
    }
    return value instanceof BigInteger ? "a huge number" : value.toString();
  }
}
