/**
 * The contracts of Zener's ops. Each op is a class that defines a computation (formula, shapes,
 * argument checks, gradient) and can be used in any SameDiff graph and with {@code Nd4j.exec}. The
 * kernels are in packages below, one for each kind of device.
 *
 * <p>The settings of an op are numbered integer and floating-point arguments. Constructors with
 * {@code INDArray} inputs are for {@code Nd4j.exec}.
 *
 * <p>Letters: B sentences, N pieces of a packed batch, H hidden width, A attention heads, D head
 * width, F feed-forward width, C labels. Shapes are in brackets, and {@code inputs → outputs} lists
 * the tensors of an op. The gradient of the loss with respect to y is named dy.
 */
package dev.zener.op;
