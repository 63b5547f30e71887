package org.collegium.modelhost.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.oracle.Oracle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MuonTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NativeRuntime.open("cpu");
    NativeRuntime.setThreads(1);
    NativeRuntime.inferenceOnly();
  }

  @AfterEach
  void close() {
    NativeRuntime.learning();
    manager.close();
  }

  @Test
  void newtonSchulzBringsTheKnownGradientToTheKnownMatrix() {
    JsonNode muon = Oracle.expected("learning.json").path("muon");
    NDArray result = NewtonSchulz.orthogonalised(matrix(muon.path("grads").get(0)));
    assertClose(result, muon.path("newton_schulz_of_first_grad"), 2e-4f);
  }

  @Test
  void twoStepsOfMuonAreRight() {
    JsonNode muon = Oracle.expected("learning.json").path("muon");
    NDArray weights = matrix(muon.path("weight"));
    NDArray momentum = manager.zeros(weights.getShape());
    for (int step = 0; step < 2; step++) {
      Muon.step(weights, momentum, matrix(muon.path("grads").get(step)), 0.02, 0.01);
      assertClose(weights, muon.path("steps").get(step).path("weight"), 1e-5f);
    }
  }

  @Test
  void allSingularValuesComeNearOneWhetherTheMatrixIsTallOrWide() {
    for (Shape shape : new Shape[] {new Shape(2, 12, 5), new Shape(2, 5, 12)}) {
      NDArray matrix = manager.randomNormal(0, 3, shape, DataType.FLOAT32);
      NDArray result = NewtonSchulz.orthogonalised(matrix);
      assertThat(result.getShape()).isEqualTo(shape);
      // The sum of the squared singular values of 5 directions, each between 0.7 and 1.2.
      for (float energy : result.square().sum(new int[] {1, 2}).toFloatArray()) {
        assertThat(energy).isBetween(5 * 0.4f, 5 * 1.5f);
      }
    }
  }

  private NDArray matrix(JsonNode rows) {
    float[] values = new float[rows.size() * rows.get(0).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows.get(i / rows.get(0).size()).get(i % rows.get(0).size()).asDouble();
    }
    return manager.create(values, new Shape(1, rows.size(), rows.get(0).size()));
  }

  private void assertClose(NDArray actual, JsonNode expected, float tolerance) {
    assertThat(actual.toFloatArray()).containsExactly(matrix(expected).toFloatArray(), within(tolerance));
  }
}
