package dev.zener.model;

/** The kind and the sizes of a network, from which its parameters follow. */
public interface NetworkShape {
  /** The parameters, in order. */
  ParameterSet parameters();

  /** The standard deviation of parameters that start from {@link InitialValue#NORMAL}. */
  double initializerRange();
}
