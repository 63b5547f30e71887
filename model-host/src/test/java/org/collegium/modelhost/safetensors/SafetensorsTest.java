package org.collegium.modelhost.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBackBitForBit() {
    Path file = folder.resolve("some.safetensors");
    long seed = 11;
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[70_000 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    TreeMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", "pt");
    SafetensorsWriter.write(
        file,
        List.of(
            new NamedTensor("large", TensorShape.of(70_000, 3), values),
            new NamedTensor("scalar", TensorShape.of(), new float[] {-0.0f}),
            new NamedTensor("empty", TensorShape.of(0, 4), new float[0])),
        metadata);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.names()).containsExactly("empty", "large", "scalar");
      assertThat(read.metadata()).isEqualTo(metadata);
      assertThat(bits(read.read("large", 70_000, 3))).as("seed " + seed).isEqualTo(bits(values));
      assertThat(bits(read.read("scalar"))).containsExactly(Float.floatToRawIntBits(-0.0f));
      assertThat(read.read("empty", 0, 4)).isEmpty();
    }
  }

  @Test
  void equalTensorsGiveEqualBytesAndNoTemporaryFileStays() throws IOException {
    NamedTensor tensor = new NamedTensor("w", TensorShape.of(2), new float[] {1, 2});
    SafetensorsWriter.write(folder.resolve("a"), List.of(tensor), new TreeMap<>());
    SafetensorsWriter.write(folder.resolve("b"), List.of(tensor), new TreeMap<>());
    SafetensorsWriter.write(folder.resolve("b"), List.of(tensor), new TreeMap<>());
    assertThat(Files.readAllBytes(folder.resolve("a"))).isEqualTo(Files.readAllBytes(folder.resolve("b")));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  void halfTypesAreWidened() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort(Float.floatToFloat16(1.5f)).putShort(Float.floatToFloat16(-65504f));
    data.putShort((short) (Float.floatToRawIntBits(1.5f) >>> 16)).putShort((short) 0xff80);
    Path file =
        raw(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
            data.array());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.read("h", 2)).containsExactly(1.5f, -65504f);
      assertThat(read.read("b", 2)).containsExactly(1.5f, Float.NEGATIVE_INFINITY);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}} | tensor w: data_offsets [0, 12] do not lie in the 8
          {"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}} | tensor w: data_offsets [-8, 0] do not lie in the 8
          {"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}} | tensor w: shape [3] of F32 does not fill 8 bytes
          {"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}} | does not fill 8 bytes
          {"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}} | tensor w: shape [-2] is not a list of lengths
          {"w":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}} | tensor w: dtype I64 is none of F32, F16, BF16
          {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 4 bytes behind the last tensor belong to none
          {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | tensor w: leaves a hole of 4 bytes
          {"w":{"dtype":"F32","shape":[2]}} | tensor w: needs dtype, shape and two data_offsets
          {"w":7} | tensor w: needs dtype, shape and two data_offsets
          [] | the header is not a JSON object
          {"w": | the header is not valid JSON
          """)
  void anUnsoundHeaderIsRefusedWithItsPlace(String header, String problem) throws IOException {
    Path file = raw(header, new byte[8]);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void overlappingTensorsAreRefused() throws IOException {
    Path file =
        raw(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
            new byte[8]);
    assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("tensor b: overlaps");
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    Path whole = folder.resolve("whole");
    NamedTensor tensor = new NamedTensor("w", TensorShape.of(3), new float[] {1, 2, 3});
    SafetensorsWriter.write(whole, List.of(tensor), new TreeMap<>());
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length++) {
      Path cut = folder.resolve("cut");
      Files.write(cut, java.util.Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> SafetensorsFile.open(cut)).as("length " + length)
          .isInstanceOf(SafetensorsException.class);
    }
  }

  @Test
  void aMissingTensorAWrongShapeAndAMissingFileAreNamed() {
    Path file = folder.resolve("some.safetensors");
    NamedTensor tensor = new NamedTensor("w", TensorShape.of(3), new float[3]);
    SafetensorsWriter.write(file, List.of(tensor), new TreeMap<>());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThatThrownBy(() -> read.read("v", 3)).hasMessage(file + ": tensor v: is missing");
      assertThatThrownBy(() -> read.read("w", 3, 1))
          .hasMessage(file + ": tensor w: shape is [3], must be [3, 1]");
    }
    assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none")))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(tensor, tensor), new TreeMap<>()))
        .hasMessageContaining("tensor w: is given twice");
  }

  private Path raw(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(json.length).put(json).put(data);
    return Files.write(folder.resolve("raw.safetensors"), buffer.array());
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
