package org.collegium.modelhost.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.collegium.modelhost.oracle.Oracle;
import org.collegium.modelhost.safetensors.SafetensorsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderWeightsTest {
  @TempDir Path folder;

  @Test
  void aSavedModelIsLoadedBitForBit() {
    try (NDManager manager = NativeRuntime.open("cpu")) {
      for (ModelConfiguration shape : new ModelConfiguration[] {TestModels.embeddedLike(), TestModels.grouped()}) {
        DecoderWeights made = DecoderWeights.random(shape, 1, manager);
        made.save(folder);
        DecoderWeights loaded = DecoderWeights.load(folder, manager);
        assertThat(loaded.configuration()).isEqualTo(shape);
        assertThat(loaded.arrays().keySet()).isEqualTo(made.arrays().keySet());
        made.arrays().forEach((name, array) ->
            assertThat(loaded.array(name).toFloatArray()).as(name).isEqualTo(array.toFloatArray()));
      }
    }
  }

  @Test
  void equalSeedsGiveEqualWeightsAndOthersDoNot() {
    try (NDManager manager = NativeRuntime.open("cpu")) {
      String name = LinearLayer.GATE.path(1) + ".weight";
      float[] one = DecoderWeights.random(TestModels.grouped(), 1, manager).array(name).toFloatArray();
      assertThat(DecoderWeights.random(TestModels.grouped(), 1, manager).array(name).toFloatArray()).isEqualTo(one);
      assertThat(DecoderWeights.random(TestModels.grouped(), 2, manager).array(name).toFloatArray())
          .isNotEqualTo(one);
    }
  }

  @Test
  void theConfigurationOfTheKnownModelIsRead() {
    assertThat(ConfigurationFile.read(Oracle.folder().resolve("model/config.json")))
        .isEqualTo(new ModelConfiguration(512, 64, 172, 5, 8, 4, 8, 512, 10000, 1e-5, true, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "model_type": "qwen3" | "model_type": "gpt2" | model_type 'gpt2' is none of llama, qwen3
          "num_attention_heads": 4 | "num_attention_heads": 3 | num_attention_heads 3 is not a multiple of
          "hidden_size": 128 | "hidden_size": "wide" | hidden_size must be a whole number, was "wide"
          "hidden_size": 128, | | hidden_size is missing
          "hidden_size": 128 | "hidden_size": -4 | hidden_size must be at least 1, was -4
          "attention_bias": false | "attention_bias": true | attention_bias is true: biases are not supported
          "rope_scaling": null | "rope_scaling": {"factor": 8} | scaled positions are not supported
          "hidden_act": "silu" | "hidden_act": "gelu" | hidden_act is "gelu": only silu is supported
          "head_dim": 32 | "head_dim": 31 | head_dim 31 is odd
          """)
  void aWrongConfigurationIsRefusedWithItsPlace(String right, String wrong, String problem) throws IOException {
    Path file = folder.resolve("config.json");
    ConfigurationFile.write(file, TestModels.embeddedLike());
    String text = Files.readString(file).replace(" : ", ": ");
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong == null ? "" : wrong));
    assertThatThrownBy(() -> ConfigurationFile.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void aTensorThatDoesNotFitTheConfigurationIsNamed() {
    try (NDManager manager = NativeRuntime.open("cpu")) {
      DecoderWeights.random(TestModels.grouped(), 1, manager).save(folder);
      ModelConfiguration other = new ModelConfiguration(64, 48, 96, 2, 6, 2, 16, 512, 10000, 1e-5, false, false);
      ConfigurationFile.write(folder.resolve("config.json"), other);
      assertThatThrownBy(() -> DecoderWeights.load(folder, manager))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("model.layers.0.mlp.gate_proj.weight: shape is [80, 48], must be [96, 48]");
      ConfigurationFile.write(folder.resolve("config.json"), TestModels.embeddedLike());
      assertThatThrownBy(() -> DecoderWeights.load(folder, manager)).isInstanceOf(SafetensorsException.class);
      ModelConfiguration deeper = new ModelConfiguration(64, 48, 80, 3, 6, 2, 16, 512, 10000, 1e-5, false, false);
      ConfigurationFile.write(folder.resolve("config.json"), deeper);
      assertThatThrownBy(() -> DecoderWeights.load(folder, manager))
          .hasMessageContaining("model.layers.2.").hasMessageContaining("is missing");
      ModelConfiguration shallower = new ModelConfiguration(64, 48, 80, 1, 6, 2, 16, 512, 10000, 1e-5, false, false);
      ConfigurationFile.write(folder.resolve("config.json"), shallower);
      assertThatThrownBy(() -> DecoderWeights.load(folder, manager))
          .hasMessageContaining("model.layers.1.").hasMessageContaining("is not part of the model");
    }
  }

  @Test
  void anUnknownDeviceIsRefused() {
    assertThatThrownBy(() -> NativeRuntime.open("tpu"))
        .hasMessage("device must be auto, cpu or gpu:N, was 'tpu'");
    assertThatThrownBy(() -> NativeRuntime.open("gpu:99")).hasMessageContaining("gpu:99 does not exist");
  }
}
