package org.collegium.modelhost.pretraining;

/** What moves the hidden matrices of a base; embeddings, head and norms are always moved by AdamW. */
public enum BaseOptimizer {
  /** Momentum, orthogonalised by Newton-Schulz steps. */
  MUON,
  /** AdamW everywhere. */
  ADAMW
}
