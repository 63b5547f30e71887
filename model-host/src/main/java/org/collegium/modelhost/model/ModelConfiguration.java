package org.collegium.modelhost.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a Llama- or Qwen3-style decoder.
 *
 * @param vocabulary number of token ids
 * @param hidden width of the residual stream
 * @param intermediate width of the feed-forward layer
 * @param layers number of blocks
 * @param heads number of query heads, a multiple of {@code keyValueHeads}
 * @param keyValueHeads number of key and value heads
 * @param headSize width of one head, even
 * @param positionsMax longest sequence
 * @param ropeTheta base of the rotary position embedding
 * @param normEpsilon epsilon of every RMSNorm
 * @param tiedHead whether the output head is the embedding
 * @param qkNorm whether queries and keys are RMS-normalised per head (Qwen3)
 */
public record ModelConfiguration(
    int vocabulary,
    int hidden,
    int intermediate,
    int layers,
    int heads,
    int keyValueHeads,
    int headSize,
    int positionsMax,
    double ropeTheta,
    double normEpsilon,
    boolean tiedHead,
    boolean qkNorm) {
  /**
   * Checks that the numbers fit each other.
   *
   * @throws IllegalArgumentException naming every one that does not
   */
  public ModelConfiguration {
    List<String> problems = new ArrayList<>();
    positive(problems, "vocab_size", vocabulary);
    positive(problems, "hidden_size", hidden);
    positive(problems, "intermediate_size", intermediate);
    positive(problems, "num_hidden_layers", layers);
    positive(problems, "num_attention_heads", heads);
    positive(problems, "num_key_value_heads", keyValueHeads);
    positive(problems, "head_dim", headSize);
    positive(problems, "max_position_embeddings", positionsMax);
    if (keyValueHeads > 0 && heads % keyValueHeads != 0) {
      problems.add("num_attention_heads " + heads + " is not a multiple of num_key_value_heads " + keyValueHeads);
    }
    if (headSize % 2 != 0) {
      problems.add("head_dim " + headSize + " is odd");
    }
    if (!(ropeTheta > 0)) {
      problems.add("rope_theta must be positive, was " + ropeTheta);
    }
    if (!(normEpsilon >= 0)) {
      problems.add("rms_norm_eps must not be negative, was " + normEpsilon);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private static void positive(List<String> problems, String key, int value) {
    if (value < 1) {
      problems.add(key + " must be at least 1, was " + value);
    }
  }

  /** Query heads that share one key and value head. */
  public int headsPerKeyValueHead() {
    return heads / keyValueHeads;
  }

  /** Width of all query heads. */
  public int queryWidth() {
    return heads * headSize;
  }

  /** Width of all key heads. */
  public int keyValueWidth() {
    return keyValueHeads * headSize;
  }
}
