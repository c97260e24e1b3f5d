package dev.zener.model;

/** A kind of part that parameters belong to. */
public enum TaggerPart {
  /** What turns pieces into the first hidden state. */
  EMBEDDINGS,

  /** One transformer layer. */
  LAYER,

  /** The pooler over [CLS], which Zener keeps in files and does not compute. */
  POOLER,

  /** The head on the last layer, which tags. */
  HEAD,

  /** The auxiliary head on one inner layer. */
  INNER_HEAD,

  /** The trained weights of a loss. */
  LOSS,

  /** Another model whose output a tagger reads and which is not trained. */
  FEATURES
}
