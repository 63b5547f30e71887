package org.collegium.modelhost.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.model.Adaptation;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.ModelConfiguration;

/**
 * One forward and one backward pass of several adapters, each on its own rows.
 *
 * <p>The engine differentiates only the decoder. What the losses ask of the logits is written out ({@link TokenPull}),
 * so every weight and every mean is computed in double precision for each adapter by itself.
 */
final class JointPass {
  private final Decoder decoder;
  private final FusedWeights weights;
  private final ModelConfiguration configuration;
  private final NDManager manager;

  JointPass(Decoder decoder, FusedWeights weights, NDManager manager) {
    this.decoder = decoder;
    this.weights = weights;
    this.configuration = weights.configuration();
    this.manager = manager;
  }

  /**
   * Runs the pass.
   *
   * @param form what the shares have in common
   * @param shares at least one
   */
  List<PassOutcome> run(LessonForm form, List<PassShare> shares) {
    RowShape shape = form.shape();
    StackLayout layout = StackLayout.of(form.moving());
    RowGrid grid = new RowGrid(shape, shares.stream().map(PassShare::rows).toList());
    double[] scales = shares.stream().mapToDouble(PassShare::scale).toArray();
    try (NDManager pass = manager.newSubManager(); GradientMode _ = GradientMode.on()) {
      NDArray leaf = pass.create(layout.stack(shares.stream().map(PassShare::moving).toList(), scales));
      leaf.setRequiresGradient(true);
      Adaptation adaptation = new AdapterStack(leaf, layout, shares.size(), configuration);
      for (int i = 0; i < form.resting().size(); i++) {
        adaptation = adaptation.and(resting(StackLayout.of(form.resting().get(i)), i, shares, pass));
      }
      NDArray tokens = pass.create(grid.tokens(), new Shape((long) shares.size() * shape.rows(), shape.time()));
      NDArray logits = decoder.logitsAt(weights, adaptation, tokens, pass.create(grid.places()));
      PlaceLosses losses = new PlaceLosses(shape, shares, configuration.vocabulary());
      try (GradientMode _ = GradientMode.off()) {
        NDArray slope = losses.slope(logits, grid.targets(), pass);
        JniUtils.backward((PtNDArray) logits, (PtNDArray) slope, false, false);
      }
      NDArray gradient = leaf.getGradient();
      gradient.attach(pass);
      List<float[]> gradients = layout.gradients(gradient.toFloatArray(), scales);
      List<PassOutcome> outcomes = new ArrayList<>();
      for (int i = 0; i < gradients.size(); i++) {
        outcomes.add(new PassOutcome(gradients.get(i), losses.figures(i)));
      }
      return outcomes;
    }
  }

  private AdapterStack resting(StackLayout layout, int index, List<PassShare> shares, NDManager pass) {
    List<Adapter> adapters = shares.stream().map(share -> share.resting().get(index)).toList();
    double[] scales = adapters.stream().mapToDouble(Adapter::scale).toArray();
    NDArray constant = pass.create(layout.stack(adapters.stream().map(Adapter::weights).toList(), scales));
    return new AdapterStack(constant, layout, shares.size(), configuration);
  }
}
