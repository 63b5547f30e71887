package org.collegium.modelhost.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.modelhost.json.JsonProblem;

/** The checked table of contents of one safetensors file. */
record SafetensorsHeader(SortedMap<String, Entry> entries, SortedMap<String, String> metadata) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Where a tensor lies, in bytes from the start of the data. */
  record Entry(String name, ElementType type, TensorShape shape, long begin, long end) {}

  static SafetensorsHeader parse(Path file, byte[] header, long dataBytes) {
    JsonNode root = json(file, header);
    if (!root.isObject()) {
      throw new SafetensorsException(file, "the header is not a JSON object");
    }
    SortedMap<String, Entry> entries = new TreeMap<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals("__metadata__")) {
        field.getValue().properties().forEach(item -> metadata.put(item.getKey(), item.getValue().asText()));
      } else {
        entries.put(field.getKey(), entry(file, field.getKey(), field.getValue(), dataBytes));
      }
    }
    checkLayout(file, entries, dataBytes);
    return new SafetensorsHeader(entries, metadata);
  }

  private static JsonNode json(Path file, byte[] header) {
    try {
      return JSON.readTree(new String(header, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new SafetensorsException(file, "the header is not valid JSON: " + JsonProblem.of(e), e);
    }
  }

  private static Entry entry(Path file, String name, JsonNode node, long dataBytes) {
    JsonNode axes = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!axes.isArray() || !offsets.isArray() || offsets.size() != 2) {
      throw new SafetensorsException(file, name, "needs dtype, shape and two data_offsets");
    }
    long begin = offsets.path(0).asLong(-1);
    long end = offsets.path(1).asLong(-1);
    if (begin < 0 || end < begin || end > dataBytes) {
      throw new SafetensorsException(
          file, name, "data_offsets [" + begin + ", " + end + "] do not lie in the " + dataBytes + " bytes of data");
    }
    ElementType type = type(file, name, node.path("dtype").asText());
    List<Long> lengths = new ArrayList<>();
    axes.forEach(axis -> lengths.add(axis.isIntegralNumber() ? axis.asLong() : -1));
    if (lengths.stream().anyMatch(length -> length < 0)) {
      throw new SafetensorsException(file, name, "shape " + axes + " is not a list of lengths");
    }
    TensorShape shape = new TensorShape(lengths);
    if (bytes(shape, type) != end - begin) {
      throw new SafetensorsException(
          file, name, "shape " + shape + " of " + type + " does not fill " + (end - begin) + " bytes");
    }
    return new Entry(name, type, shape, begin, end);
  }

  private static long bytes(TensorShape shape, ElementType type) {
    try {
      return Math.multiplyExact(shape.size(), type.bytes);
    } catch (ArithmeticException _) {
      return -1; // More than any file holds, so it matches no extent.
    }
  }

  private static ElementType type(Path file, String name, String dtype) {
    return switch (dtype) {
      case "F32" -> ElementType.F32;
      case "F16" -> ElementType.F16;
      case "BF16" -> ElementType.BF16;
      default -> throw new SafetensorsException(file, name, "dtype " + dtype + " is none of F32, F16, BF16");
    };
  }

  /** The format asks for data without overlap and without holes. */
  private static void checkLayout(Path file, SortedMap<String, Entry> entries, long dataBytes) {
    List<Entry> inOrder =
        entries.values().stream().sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)).toList();
    long end = 0;
    for (Entry entry : inOrder) {
      if (entry.begin() < end) {
        throw new SafetensorsException(file, entry.name(), "overlaps the tensor before it");
      }
      if (entry.begin() > end) {
        throw new SafetensorsException(file, entry.name(), "leaves a hole of " + (entry.begin() - end) + " bytes");
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw new SafetensorsException(file, (dataBytes - end) + " bytes behind the last tensor belong to none");
    }
  }
}
