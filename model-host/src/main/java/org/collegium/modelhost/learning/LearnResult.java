package org.collegium.modelhost.learning;

import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.LearnFigures;

/** What came of one learning request. */
public sealed interface LearnResult {
  /** The request. */
  String requestId();

  /** Which adapter of the pair the request was about. */
  AdapterKind kind();

  /**
   * The adapter has moved.
   *
   * @param adapter its next version; the original itself when {@code figures.steps()} is 0
   */
  record Moved(String requestId, AdapterKind kind, Adapter adapter, LearnFigures figures) implements LearnResult {}

  /** Nothing has moved, since the pass failed or the learning diverged. */
  record Failed(String requestId, AdapterKind kind, RuntimeException failure) implements LearnResult {}
}
