package org.collegium.modelhost.learning;

import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.Projection;

/**
 * Where the parameters of adapters stand when several of one rank are one native array.
 *
 * <p>One adapter alone: {@link AdapterLayout}.
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

  static StackLayout of(AdapterLayout layout) {
    List<Piece> pieces = new ArrayList<>();
    for (int layer = 0; layer < layout.configuration().layers(); layer++) {
      for (Projection projection : Projection.values()) {
        List<Stretch> downs = new ArrayList<>();
        List<Stretch> ups = new ArrayList<>();
        for (LinearLayer linear : projection.layers()) {
          AdapterLayout.Pair pair = layout.pair(layer, linear);
          downs.add(new Stretch(pair.offsetA(), layout.rank() * pair.in()));
          ups.add(new Stretch(pair.offsetB(), layout.rank() * pair.out()));
        }
        pieces.add(new Piece(false, downs.stream().mapToInt(Stretch::length).sum(), List.copyOf(downs)));
        ups.forEach(up -> pieces.add(new Piece(true, up.length(), List.of(up))));
      }
    }
    return new StackLayout(layout.rank(), layout.parameters(), pieces);
  }

  int rank() {
    return rank;
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
  float[] stack(List<float[]> adapters, double[] scales) {
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
          scale(stack, from, at, (float) scales[adapter]);
        }
      }
    }
    return stack;
  }

  /** Gradients of each adapter's parameters out of the gradient of the stack; the inverse of {@link #stack}. */
  List<float[]> gradients(float[] stack, double[] scales) {
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
            scale(target, stretch.offset(), stretch.offset() + stretch.length(), (float) scales[adapter]);
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
}
