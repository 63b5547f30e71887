package org.collegium.modelhost.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.Projection;

/**
 * Where the parameters of adapters stand when several of one rank are one native array.
 *
 * <p>One adapter alone: layer by layer, linear layer by linear layer, {@code A [rank, in]} then {@code B [out, rank]}.
 * A stack of adapters: layer by layer and projection by projection, the {@code A} of all linear layers of the
 * projection as one piece {@code [adapters, layers * rank, in]}, then each {@code B} as a piece {@code [adapters, out,
 * rank]}. So the whole stack is one leaf of the gradient, and its pieces are views.
 */
final class StackLayout {
  private final int rank;
  private final int parameters;
  private final List<Piece> pieces;

  private StackLayout(int rank, int parameters, List<Piece> pieces) {
    this.rank = rank;
    this.parameters = parameters;
    this.pieces = List.copyOf(pieces);
  }

  /** A contiguous stretch of one adapter's parameters: {@code length} floats from {@code offset}. */
  private record Stretch(int offset, int length) {}

  /** One piece of the stack: for each adapter these stretches, one behind the other. */
  private record Piece(boolean scaled, int length, List<Stretch> stretches) {}

  static StackLayout of(ModelConfiguration configuration, int rank) {
    List<Piece> pieces = new ArrayList<>();
    int offset = 0;
    for (int layer = 0; layer < configuration.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        List<Stretch> downs = new ArrayList<>();
        List<Stretch> ups = new ArrayList<>();
        for (LinearLayer linear : projection.layers()) {
          int down = rank * linear.in(configuration);
          int up = rank * linear.out(configuration);
          downs.add(new Stretch(offset, down));
          ups.add(new Stretch(offset + down, up));
          offset += down + up;
        }
        pieces.add(new Piece(false, downs.stream().mapToInt(Stretch::length).sum(), List.copyOf(downs)));
        ups.forEach(up -> pieces.add(new Piece(true, up.length(), List.of(up))));
      }
    }
    return new StackLayout(rank, offset, pieces);
  }

  int rank() {
    return rank;
  }

  /** Number of parameters of one adapter. */
  int parameters() {
    return parameters;
  }

  /** Where the stack of so many adapters is cut into its pieces. */
  long[] cuts(int adapters) {
    long[] cuts = new long[pieces.size() - 1];
    long at = 0;
    for (int i = 0; i < cuts.length; i++) {
      at += (long) adapters * pieces.get(i).length();
      cuts[i] = at;
    }
    return cuts;
  }

  /**
   * The stack of adapters.
   *
   * @param adapters parameters of each
   * @param scales factor that each adapter's {@code B} gets
   */
  float[] stack(List<float[]> adapters, float[] scales) {
    float[] stack = new float[adapters.size() * parameters];
    int at = 0;
    for (Piece piece : pieces) {
      for (int adapter = 0; adapter < adapters.size(); adapter++) {
        int from = at;
        for (Stretch stretch : piece.stretches()) {
          System.arraycopy(adapters.get(adapter), stretch.offset(), stack, at, stretch.length());
          at += stretch.length();
        }
        if (piece.scaled()) {
          scale(stack, from, at, scales[adapter]);
        }
      }
    }
    return stack;
  }

  /** Gradients of each adapter's parameters out of the gradient of the stack; the inverse of {@link #stack}. */
  List<float[]> gradients(float[] stack, float[] scales) {
    List<float[]> adapters = new ArrayList<>();
    for (int adapter = 0; adapter < scales.length; adapter++) {
      adapters.add(new float[parameters]);
    }
    int at = 0;
    for (Piece piece : pieces) {
      for (int adapter = 0; adapter < scales.length; adapter++) {
        for (Stretch stretch : piece.stretches()) {
          float[] target = adapters.get(adapter);
          System.arraycopy(stack, at, target, stretch.offset(), stretch.length());
          if (piece.scaled()) {
            scale(target, stretch.offset(), stretch.offset() + stretch.length(), scales[adapter]);
          }
          at += stretch.length();
        }
      }
    }
    return adapters;
  }

  private static void scale(float[] values, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      values[i] *= factor;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StackLayout layout && rank == layout.rank && pieces.equals(layout.pieces);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new int[] {rank, pieces.hashCode()});
  }
}
