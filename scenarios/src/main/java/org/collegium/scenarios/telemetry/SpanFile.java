package org.collegium.scenarios.telemetry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import kamon.module.SpanReporter;
import kamon.tag.Tag;
import kamon.trace.Span;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Appends finished spans to a file, one JSON object a line, in the names of Zipkin's format version 2, which trace
 * viewers read. Times are microseconds.
 */
final class SpanFile implements SpanReporter {
  private static final Logger LOG = LoggerFactory.getLogger(SpanFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String node;
  private boolean hasComplained;

  /**
   * @param node name of this process among those that write spans
   * @throws UncheckedIOException when the file cannot be written
   */
  SpanFile(Path file, String node) {
    this.file = file;
    this.node = node;
    try {
      append("");
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": spans cannot be written here: " + e.getMessage(), e);
    }
  }

  @Override
  public void reportSpans(Seq<Span.Finished> spans) {
    StringBuilder lines = new StringBuilder();
    CollectionConverters.asJava(spans).forEach(span -> lines.append(json(span)).append('\n'));
    try {
      append(lines.toString());
    } catch (IOException e) {
      // A run goes on without its traces; that they are missing is said once.
      if (!hasComplained) {
        LOG.warn("{}: spans are lost: {}", file, e.getMessage());
      }
      hasComplained = true;
    }
  }

  private void append(String lines) throws IOException {
    Files.writeString(
        file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private ObjectNode json(Span.Finished span) {
    ObjectNode json = JSON.createObjectNode();
    json.put("traceId", span.trace().id().string());
    json.put("id", span.id().string());
    if (!span.parentId().isEmpty()) {
      json.put("parentId", span.parentId().string());
    }
    json.put("name", span.operationName());
    json.put("timestamp", micros(span.from()));
    json.put("duration", Math.max(1, ChronoUnit.MICROS.between(span.from(), span.to())));
    json.putObject("localEndpoint").put("serviceName", node);
    ObjectNode tags = json.putObject("tags");
    CollectionConverters.asJava(span.tags().all()).forEach(tag -> put(tags, tag));
    if (span.hasError()) {
      tags.put("error", "true");
    }
    return json;
  }

  private static void put(ObjectNode tags, Tag tag) {
    tags.put(tag.key(), String.valueOf(Tag.unwrapValue(tag)));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}
}
