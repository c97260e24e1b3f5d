package dev.zener.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class UnpicklerTest {
  private static Object load(byte[] pickle) {
    return Unpickler.load(new PickleInput(ByteBuffer.wrap(pickle)));
  }

  private static PickleBuilder pickle() {
    return new PickleBuilder();
  }

  private static void refused(String message, PickleBuilder pickle) {
    byte[] bytes = pickle.stop();
    assertThatThrownBy(() -> load(bytes))
        .isExactlyInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void plainValues() {
    assertThat(load(pickle().op('N').stop())).isNull();
    assertThat(load(pickle().op('J').i4(-5).stop())).isEqualTo(-5L);
    assertThat(load(pickle().op('M', 0xff, 0xff).stop())).isEqualTo(65535L);
    assertThat(load(pickle().op(0x8a, 0).stop())).isEqualTo(0L);
    assertThat(load(pickle().op(0x8a, 1, 0xff).stop())).isEqualTo(-1L);
    assertThat(load(pickle().op(0x8a, 2, 0xff, 0).stop())).isEqualTo(255L);
    assertThat(load(pickle().number(Long.MIN_VALUE).stop())).isEqualTo(Long.MIN_VALUE);
    assertThat(load(pickle().op('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0).stop())).isEqualTo(1.5);
    assertThat(load(pickle().op('U', 2, 'h', 'i').stop())).isEqualTo("hi");
    assertThat(load(pickle().op(']', '(', 'K', 1, 'K', 2, 'e').stop())).isEqualTo(List.of(1L, 2L));
    assertThat(load(pickle().op('}', 'K', 1, 0x88, 's').stop())).isEqualTo(Map.of(1L, true));
    assertThat(load(pickle().op('K', 9, 'q', 3, '0', 'h', 3).stop())).isEqualTo(9L);
  }

  @Test
  void anOrderedDictionaryOfPython2() {
    byte[] pickle =
        pickle()
            .global("collections", "OrderedDict")
            .op(']', ']', 'U', 1, 'k', 'a', 'K', 7, 'a', 'a', 0x85, 'R')
            .stop();
    assertThat(load(pickle)).isEqualTo(Map.of("k", 7L));
  }

  @Test
  void noCodeIsEverNamed() {
    refused("'os.system'", pickle().global("os", "system").text("true").op(0x85, 'R'));
    refused("'posix.system'", pickle().text("posix").text("system").op(0x93));
    refused("'os.system'", pickle().op('(').text("true").op('i').line("os").line("system"));
    refused("OBJ", pickle().op('(', ')', 'o'));
    refused("NEWOBJ", pickle().global("collections", "OrderedDict").op(')', 0x81));
    refused("NEWOBJ_EX", pickle().op(')', ')', '}', 0x92));
    refused("EXT", pickle().op(0x82, 1));
    refused("'builtins.eval'", pickle().global("builtins", "eval").text("1").op(0x85, 'R'));
    refused("'torch.load'", pickle().global("torch", "load"));
    refused("'torch._utils._rebuild_wrapper'", pickle().global("torch._utils", "_rebuild_wrapper"));
    refused("'torch.ComplexFloatStorage'", pickle().global("torch", "ComplexFloatStorage"));
    refused(
        "'torch.storage._load_from_bytes'", pickle().global("torch.storage", "_load_from_bytes"));
  }

  /** All opcodes except these are refused, including those of later Python versions. */
  @Test
  void everyOtherInstructionIsRefused() {
    String plain = "(012qrhjNKMJGXUT)t]lae}dsu." + "cQRbi";
    Set<Integer> known = plain.chars().boxed().collect(Collectors.toCollection(TreeSet::new));
    known.addAll(List.of(0x80, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d));
    known.addAll(List.of(0x93, 0x94, 0x95));
    for (int opcode = 0; opcode < 256; opcode++) {
      if (!known.contains(opcode)) {
        // The stack and the bytes that follow suffice for every opcode.
        PickleBuilder pickle = pickle().op('}', '(', 'N', 'N', opcode).line("0").line("0");
        refused("creates something other than a tensor; nothing was executed", pickle);
      }
    }
  }

  @Test
  void whatContainsItselfIsNeverWalked() {
    Object list = load(pickle().op(']', 'q', 0, 'h', 0, 'a').stop());
    assertThat(((List<?>) list).get(0)).isSameAs(list);
    Object group = load(pickle().op('}', 'q', 0).text("a").op('h', 0, 's').stop());
    assertThatThrownBy(() -> StateDict.of(group))
        .isExactlyInstanceOf(InputException.class)
        .hasMessageContaining("entry 'a' is a dictionary");
    refused("a dictionary as a key", pickle().op('}', 'q', 0, 'h', 0, 'N', 's'));
    PickleBuilder tensor = pickle().global("torch._utils", "_rebuild_tensor_v2");
    refused("unknown arguments", tensor.op(']', 'q', 0, 'h', 0, 'a', 0x85, 'R'));
  }

  @Test
  void nothingIsCalledThatIsNoFunction() {
    refused("REDUCE of torch.FloatStorage", pickle().global("torch", "FloatStorage").op(')', 'R'));
    refused("calls the string 'x'", pickle().text("x").op(')', 'R'));
    refused("with a list", pickle().global("collections", "OrderedDict").op(']', 'R'));
    refused("INST of", pickle().op('(', 'i').line("collections").line("OrderedDict"));
  }

  @Test
  void setStateIsForDictionariesAlone() {
    refused("BUILD on None", pickle().op('N', '}', 'b').op());
    refused("BUILD on a list", pickle().op(']', '}', 'b'));
    refused("BUILD with a tuple", pickle().op('}', ')', 'b'));
    refused(
        "BUILD on a tensor",
        pickle().tensor("0", 1, 0, new long[] {1}, new long[] {1}).op('}', 'b'));
  }

  @Test
  void lengthsThatLie() {
    refused("4294967295 bytes are required, but ", pickle().op('X').i4(-1));
    refused("9223372036854775807 bytes are required, but ", pickle().op(0x8d).i8(Long.MAX_VALUE));
    refused("-1 bytes are required, but ", pickle().op(0x8d).i8(-1));
    refused("-2147483648 bytes are required, but ", pickle().op(0x8b).i4(Integer.MIN_VALUE));
    refused("2147483647 bytes are required, but ", pickle().op(0x8b).i4(Integer.MAX_VALUE));
    refused("2147483647 bytes are required, but ", pickle().op('T').i4(Integer.MAX_VALUE));
    refused(" bytes are required, but ", pickle().op('c').raw('o', 's'));
  }

  @Test
  void aMachineMisused() {
    refused("stack is empty", pickle());
    refused("stack is empty", pickle().op('K', 1, '(', '0'));
    refused("stack is empty", pickle().op('K', 1, 0x86));
    refused("no mark", pickle().op('t'));
    refused("its memo has no entry 5", pickle().op('h', 5));
    refused("stack is empty", pickle().op(0x94));
    refused("key without a value", pickle().op('}', '(', 'K', 1, 'u'));
    refused("SETITEM on a list", pickle().op(']', 'K', 1, 'K', 1, 's'));
    refused("APPEND to a dictionary", pickle().op('}', 'K', 1, 'a'));
    refused("occurs twice", pickle().op('}', '(', 'K', 1, 'N', 'K', 1, 'N', 'u'));
    refused("a list as a key", pickle().op('}', ']', 'N', 's'));
    refused("a tuple of 0 as a key", pickle().op('}', ')', 'N', 's'));
    refused("protocol 9", pickle().op(0x80, 9));
    refused("0x49", pickle().op('I').line("01"));
    refused("a reference to no storage", pickle().op('N', 'Q'));
    refused("not valid UTF-8", pickle().op('U', 1, 0xff));
    assertThatThrownBy(() -> load(new byte[0])).isExactlyInstanceOf(InputException.class);
  }

  @Test
  void tensorsThatAreNone() {
    refused(
        "unknown arguments", pickle().global("torch._utils", "_rebuild_tensor_v2").op(')', 'R'));
    refused("without a tensor", pickle().global("torch._utils", "_rebuild_parameter").op(')', 'R'));
    refused(
        "a tensor's size is None",
        pickle()
            .global("torch._utils", "_rebuild_tensor_v2")
            .op('(')
            .storage("FloatStorage", "0", 1)
            .op('K', 0, 'N', 0x85, ')', 't', 'R'));
    refused("storage '0' declares -1", pickle().storage("FloatStorage", "0", -1));
    refused("declares 4611686018427387904", pickle().storage("FloatStorage", "0", 1L << 62));
  }

  @Test
  void depthCostsNothing() {
    // A list in a list, 300,000 levels deep.
    PickleBuilder deep = pickle();
    for (int i = 0; i < 300_000; i++) {
      deep.op(']');
    }
    for (int i = 1; i < 300_000; i++) {
      deep.op('a');
    }
    assertThat(load(deep.stop())).isInstanceOf(List.class);
  }

  @Test
  void doublingCostsNothing() {
    // Each tuple contains the previous one twice, so a full traversal would visit 2^100,000 leaves.
    PickleBuilder bomb = pickle().op(')');
    for (int i = 0; i < 100_000; i++) {
      bomb.op('2', 0x86);
    }
    byte[] pickle = bomb.stop();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> StateDict.of(load(pickle)))
                .isExactlyInstanceOf(InputException.class)
                .hasMessageContaining("a tuple of 2"));
  }

  @Test
  void aListIsMadeADictionaryOnce() {
    // 10,000 pairs, turned into an OrderedDict 200,000 times.
    PickleBuilder bomb = pickle().op(']', 'q', 0, '(');
    for (int i = 0; i < 10_000; i++) {
      bomb.op(']').op('(').op('J').i4(i).op('N', 'e');
    }
    bomb.op('e').global("collections", "OrderedDict").op('q', 1);
    for (int i = 0; i < 200_000; i++) {
      bomb.op('h', 1, 'h', 0, 0x85, 'R');
    }
    byte[] pickle = bomb.op('N').stop();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(load(pickle)).isNull());
  }

  @Test
  void programsWithoutEndAreRefused() {
    byte[] nops = new byte[3_000_000];
    Arrays.fill(nops, (byte) 'N');
    assertThatThrownBy(() -> load(nops)).hasMessageContaining("2000000 instructions");
  }

  @Test
  void onlyADictionaryOfTensorsIsAState() {
    assertThatThrownBy(() -> StateDict.of(load(pickle().op('N').stop())))
        .hasMessage("contains None, not a dictionary of tensors by name");
    assertThatThrownBy(() -> StateDict.of(load(pickle().op('}').text("a").op('K', 3, 's').stop())))
        .hasMessageContaining("'a' is 3")
        .hasMessageContaining("state_dict()");
    assertThatThrownBy(() -> Golden.parse(Golden.bytes("checkpoint.bin")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("entry 'state_dict' is a dictionary");
  }
}
