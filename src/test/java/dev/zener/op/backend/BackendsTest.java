package dev.zener.op.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zener.device.ElementType;
import dev.zener.op.onednn.OneDnnBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendsTest {
  private static final ElementType BEST =
      OneDnnBackend.bfloat16() ? ElementType.BFLOAT16 : ElementType.FLOAT32;

  @ParameterizedTest
  @ValueSource(strings = {"auto", "onednn"})
  void autoTakesBfloat16WhereTheCpuHasIt(String device) {
    assertThat(Backends.choose(device, "auto").products()).isEqualTo(BEST);
    assertThat(Backends.choose(device, "float32").products()).isEqualTo(ElementType.FLOAT32);
    assertThat(Backends.choose(device).products()).isEqualTo(ElementType.FLOAT32);
    assertThat(Backends.bfloat16Missing(device).isEmpty()).isEqualTo(OneDnnBackend.bfloat16());
  }

  @Test
  void theReferenceKernelsHaveFloat32Alone() {
    Backend reference = Backends.choose("reference", "auto");
    assertThat(reference.name()).isEqualTo("reference");
    assertThat(reference.products()).isEqualTo(ElementType.FLOAT32);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.choose("reference", "bfloat16"))
        .withMessage(
            "precision bfloat16 is not supported: the reference kernels support only float32; use"
                + " float32 or auto");
  }

  @Test
  void anUnknownWordNamesThoseThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.choose("auto", "half"))
        .withMessage("precision 'half'; allowed: float32, tf32, bfloat16, auto");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.choose("gpu", "auto"))
        .withMessage("device 'gpu'; allowed: auto, reference, onednn, cuda");
  }
}
