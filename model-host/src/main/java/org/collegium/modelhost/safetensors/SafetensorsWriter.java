package org.collegium.modelhost.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** Writes safetensors files in F32, atomically; equal tensors in equal order give equal bytes. */
public final class SafetensorsWriter {
  private static final int CHUNK_FLOATS = 1 << 16;

  private SafetensorsWriter() {}

  /**
   * Writes the tensors in the given order.
   *
   * @param metadata free-form strings of the header
   * @throws SafetensorsException when a name is given twice or the file cannot be written; nothing half written stays
   */
  public static void write(Path file, List<NamedTensor> tensors, SortedMap<String, String> metadata) {
    AtomicFile.Content content = content(file, tensors, metadata);
    try {
      AtomicFile.write(file, content);
    } catch (IOException e) {
      throw new SafetensorsException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * The contents of a file, to be written elsewhere.
   *
   * @param file for what goes wrong
   * @throws SafetensorsException when a name is given twice
   */
  public static AtomicFile.Content content(
      Path file, List<NamedTensor> tensors, SortedMap<String, String> metadata) {
    byte[] header = header(file, tensors, metadata);
    return channel -> {
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length);
      AtomicFile.writeFully(channel, length);
      AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (NamedTensor tensor : tensors) {
        writeValues(channel, tensor.values(), chunk);
      }
    };
  }

  private static void writeValues(FileChannel channel, float[] values, ByteBuffer chunk) throws IOException {
    FloatBuffer floats = chunk.clear().asFloatBuffer();
    for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, values.length - from);
      floats.clear().put(values, from, count);
      AtomicFile.writeFully(channel, chunk.clear().limit(count * Float.BYTES));
    }
  }

  private static byte[] header(Path file, List<NamedTensor> tensors, SortedMap<String, String> metadata) {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode strings = root.putObject("__metadata__");
      metadata.forEach(strings::put);
    }
    Set<String> names = new HashSet<>();
    long offset = 0;
    for (NamedTensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new SafetensorsException(file, tensor.name(), "is given twice");
      }
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", "F32");
      tensor.shape().axes().forEach(entry.withArray("shape")::add);
      long end = offset + (long) tensor.values().length * Float.BYTES;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    try {
      byte[] bytes = json.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
      // Spaces behind the JSON keep the data aligned to 8 bytes, as the reference writer does.
      byte[] padded = Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8);
      Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
      return padded;
    } catch (JsonProcessingException e) {
      throw new SafetensorsException(file, "header cannot be written: " + e.getMessage(), e);
    }
  }
}
