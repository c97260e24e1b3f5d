package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.LayerNorm;

/** {@link LayerNorm} by layernorm.cu. */
final class LayerNormCuda {
  private LayerNormCuda() {}

  static void forward(Card card, LayerNorm op, Tensor[] in, Tensor[] out) {
    boolean dropout = op.dropout();
    check(
        Native.layerNorm(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            op.residual() ? at(in[3]) : 0,
            dropout ? at(in[4]) : 0,
            dropout ? op.site() : 0,
            dropout ? op.rate() : 0,
            op.epsilon(),
            in[0].dim(0),
            in[0].dim(1),
            at(out[0]),
            op.rounded() ? at(out[out.length - 1]) : 0,
            at(out[1]),
            at(out[2]),
            op.residual() ? at(out[3]) : 0,
            card.stream()));
  }

  static void prepareBackward(Card card, Tensor[] in) {
    card.reserve(Native.layerNormWorkspace(in[0].dim(0), in[0].dim(1)));
  }

  static void backward(Card card, LayerNorm.Backward op, Tensor[] in, Tensor[] out) {
    boolean dropout = op.dropout();
    Tensor dx = dropout ? out[3] : null;
    boolean rounds = dx != null && dx.type() == ElementType.BFLOAT16;
    int rows = in[0].dim(0);
    int width = in[0].dim(1);
    check(
        Native.layerNormBackward(
            at(in[0]),
            at(in[1]),
            at(in[2]),
            at(in[3]),
            at(in[4]),
            dropout ? at(in[5]) : 0,
            dropout ? op.site() : 0,
            dropout ? op.rate() : 0,
            rows,
            width,
            at(out[0]),
            at(out[1]),
            at(out[2]),
            rounds ? 0 : at(dx),
            rounds ? at(dx) : 0,
            card.scratch(),
            card.stream()));
  }
}
