package org.collegium.modelhost.adapter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.collegium.modelhost.protocol.AdapterStamp;

/**
 * One adapter with its optimizer state, immutable: {@code y = x W^T + scale (x A^T) B^T} (arXiv 2106.09685, equation
 * 3).
 *
 * <p>The arrays are in the order of {@link AdapterLayout}. They are handed out uncopied, because they are large: nobody
 * may write to them.
 */
public final class Adapter {
  /** No trained weight comes near; below it no product of finite activations overflows. */
  private static final float WEIGHT_MAX = 1e15f;

  private static final int HASH_CHUNK_FLOATS = 1 << 14;

  private final AdapterLayout layout;
  private final double scale;
  private final float[] weights;
  private final float[] firstMoments;
  private final float[] secondMoments;
  private final long steps;
  private final AdapterStamp stamp;

  /**
   * Takes the arrays over.
   *
   * @param scale factor of the update, alpha / r, finite and positive
   * @param firstMoments of AdamW, as long as the weights, or empty as long as {@code steps} is 0
   * @param secondMoments as the first
   * @param steps optimizer steps in this adapter's life
   * @param version see {@link AdapterStamp}
   * @throws IllegalArgumentException when a length does not fit, or a value is not finite or beyond all reason: in a
   *     batch such a value could reach the rows of others
   */
  public Adapter(
      AdapterLayout layout,
      double scale,
      float[] weights,
      float[] firstMoments,
      float[] secondMoments,
      long steps,
      long version) {
    int expected = layout.parameters();
    boolean moments = firstMoments.length == expected && secondMoments.length == expected;
    boolean none = firstMoments.length == 0 && secondMoments.length == 0 && steps == 0;
    if (weights.length != expected || !(moments || none)) {
      throw new IllegalArgumentException(
          "an adapter of rank " + layout.rank() + " has " + expected + " parameters, given were " + weights.length
              + " with moments of " + firstMoments.length + " and " + secondMoments.length);
    }
    if (!Double.isFinite(scale) || scale <= 0) {
      throw new IllegalArgumentException("the scale of an adapter must be positive, was " + scale);
    }
    for (float weight : weights) {
      if (!(Math.abs(weight) <= WEIGHT_MAX)) {
        throw new IllegalArgumentException("an adapter has the weight " + weight + ": its learning has diverged");
      }
    }
    this.layout = layout;
    this.scale = scale;
    this.weights = weights;
    this.firstMoments = firstMoments;
    this.secondMoments = secondMoments;
    this.steps = steps;
    this.stamp = new AdapterStamp(version, hash());
  }

  /** An adapter that changes nothing yet: {@code A ~ N(0, 1/in)}, {@code B = 0}. Equal seeds give equal adapters. */
  public static Adapter fresh(AdapterLayout layout, double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[layout.parameters()];
    for (AdapterLayout.Pair pair : layout.pairs()) {
      double deviation = 1 / Math.sqrt(pair.in());
      for (int i = pair.offsetA(); i < pair.offsetB(); i++) {
        weights[i] = (float) (deviation * random.nextGaussian());
      }
    }
    return derived(layout, scale, weights);
  }

  /** An adapter with these weights at the beginning of its life. */
  static Adapter derived(AdapterLayout layout, double scale, float[] weights) {
    return new Adapter(layout, scale, weights, new float[0], new float[0], 0, 0);
  }

  /**
   * This adapter one version later.
   *
   * @throws IllegalArgumentException as the constructor does
   */
  public Adapter learned(float[] newWeights, float[] newFirstMoments, float[] newSecondMoments, long newSteps) {
    return new Adapter(
        layout, scale, newWeights, newFirstMoments, newSecondMoments, newSteps, stamp.version() + 1);
  }

  /** Where the matrices stand. */
  public AdapterLayout layout() {
    return layout;
  }

  /** Rank of every matrix pair. */
  public int rank() {
    return layout.rank();
  }

  /** Factor of the update. */
  public double scale() {
    return scale;
  }

  /** The parameters themselves; not to be written to. */
  public float[] weights() {
    return weights;
  }

  /** First moments of AdamW; not to be written to. */
  public float[] firstMoments() {
    return firstMoments.length == 0 ? new float[layout.parameters()] : firstMoments;
  }

  /** Second moments of AdamW; not to be written to. */
  public float[] secondMoments() {
    return secondMoments.length == 0 ? new float[layout.parameters()] : secondMoments;
  }

  /** Optimizer steps in this adapter's life. */
  public long steps() {
    return steps;
  }

  /** Identifies the contents. */
  public AdapterStamp stamp() {
    return stamp;
  }

  private String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String head = "adapter rank " + layout.rank() + " scale " + scale + " steps " + steps + "\n";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      ByteBuffer chunk = ByteBuffer.allocate(HASH_CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      update(digest, weights, chunk);
      if (steps > 0) {
        update(digest, firstMoments, chunk);
        update(digest, secondMoments, chunk);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, float[] values, ByteBuffer chunk) {
    for (int from = 0; from < values.length; from += HASH_CHUNK_FLOATS) {
      int count = Math.min(HASH_CHUNK_FLOATS, values.length - from);
      chunk.clear().asFloatBuffer().put(values, from, count);
      digest.update(chunk.limit(count * Float.BYTES));
    }
  }
}
