package org.collegium.modelhost.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.collegium.modelhost.model.Adaptation;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.FusedWeights;

/** The frozen base read by the decoder itself. */
final class DecoderBase implements FrozenBase {
  private final Decoder decoder;
  private final FusedWeights weights;
  private final NDManager manager;
  private final int vocabulary;

  DecoderBase(Decoder decoder, FusedWeights weights, NDManager manager) {
    this.decoder = decoder;
    this.weights = weights;
    this.manager = manager;
    this.vocabulary = weights.configuration().vocabulary();
  }

  @Override
  public List<float[]> logProbabilities(List<LearnRow> rows) {
    List<float[]> all = new ArrayList<>();
    for (float[] distribution : read(rows, true)) {
      all.add(distribution);
    }
    for (int row = 0; row < all.size(); row++) {
      float[] own = new float[rows.get(row).counted()];
      for (int i = 0; i < own.length; i++) {
        own[i] = all.get(row)[i * vocabulary + rows.get(row).target(i)];
      }
      all.set(row, own);
    }
    return all;
  }

  @Override
  public List<float[]> distributions(List<LearnRow> rows) {
    return read(rows, false);
  }

  private List<float[]> read(List<LearnRow> rows, boolean logarithmic) {
    RowShape shape = RowShape.of(rows, rows.size());
    List<float[]> all = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += shape.rows()) {
      List<LearnRow> share = rows.subList(from, Math.min(rows.size(), from + shape.rows()));
      RowGrid grid = new RowGrid(shape, List.of(share));
      try (NDManager pass = manager.newSubManager(); GradientMode _ = GradientMode.off()) {
        NDArray tokens = pass.create(grid.tokens(), new Shape(shape.rows(), shape.time()));
        NDArray logits = decoder.logitsAt(weights, Adaptation.NONE, tokens, pass.create(grid.places()));
        float[] values = (logarithmic ? logits.logSoftmax(-1) : logits.softmax(-1)).toFloatArray();
        for (int slot = 0; slot < share.size(); slot++) {
          int start = slot * shape.counted() * vocabulary;
          all.add(Arrays.copyOfRange(values, start, start + share.get(slot).counted() * vocabulary));
        }
      }
    }
    return all;
  }
}
