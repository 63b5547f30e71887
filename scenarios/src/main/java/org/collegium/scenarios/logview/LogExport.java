package org.collegium.scenarios.logview;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.scenarios.result.ResultTables;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes a log for other tools, one row a record: {@code position, organization, round, step, receiver_kind, receiver,
 * incarnation, sequence, sender_kind, sender, kind, bytes, contents}; the contents are the message as JSON. Memory does
 * not grow with the log. The file is whole or not there.
 */
public final class LogExport {
  private static final String TABLE =
      """
      CREATE TABLE messages (position BIGINT, organization VARCHAR, round INTEGER, step VARCHAR, receiver_kind VARCHAR,
        receiver VARCHAR, incarnation INTEGER, sequence BIGINT, sender_kind VARCHAR, sender VARCHAR, kind VARCHAR,
        bytes INTEGER, contents VARCHAR)
      """;

  private LogExport() {}

  /** What takes rows. */
  private interface Rows {
    void add(NumberedRecord numbered) throws IOException, SQLException;
  }

  /** Counts records as they are read. */
  private static final class Counter {
    private long position;
    private long rows;
  }

  /** Writes JSON lines and returns how many. */
  public static long jsonLines(Path messages, RecordFilter filter, Path file) throws IOException {
    Path temporary = beside(file);
    try {
      long rows;
      try (BufferedWriter writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8);
          JsonGenerator json = new JsonFactory().createGenerator(writer)) {
        json.setRootValueSeparator(null);
        rows = each(messages, filter, numbered -> {
          write(json, numbered);
          json.writeRaw('\n');
        });
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void write(JsonGenerator json, NumberedRecord numbered) throws IOException {
    LogRecord record = numbered.record();
    json.writeStartObject();
    json.writeNumberField("position", numbered.position());
    json.writeStringField("organization", record.organization());
    json.writeNumberField("round", record.round());
    json.writeStringField("step", record.step());
    json.writeStringField("receiver_kind", name(record.receiver().kind()));
    json.writeStringField("receiver", record.receiver().id());
    json.writeNumberField("incarnation", record.incarnation());
    json.writeNumberField("sequence", record.sequence());
    json.writeStringField("sender_kind", name(record.sender().kind()));
    json.writeStringField("sender", record.sender().id());
    json.writeStringField("kind", numbered.kind().word());
    json.writeNumberField("bytes", record.payload().size());
    json.writeFieldName("contents");
    json.writeRawValue(numbered.contents());
    json.writeEndObject();
  }

  /** Writes a Parquet file by way of a database on disk beside it, and returns the number of rows. */
  public static long parquet(Path messages, RecordFilter filter, Path file) throws IOException {
    Path temporary = beside(file);
    Path database = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".export-");
    try {
      long rows;
      try (DuckDBConnection connection = ResultTables.open();
          Statement statement = connection.createStatement()) {
        statement.execute("ATTACH '" + quoted(database.resolve("rows.db")) + "' AS export; USE export");
        statement.execute(TABLE);
        try (DuckDBAppender appender = connection.createAppender("export", "main", "messages")) {
          rows = each(messages, filter, numbered -> append(appender, numbered));
        }
        statement.execute(
            "COPY (SELECT * FROM messages) TO '" + quoted(temporary) + "' (FORMAT parquet, COMPRESSION zstd)");
      } catch (SQLException e) {
        throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    } finally {
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(database.resolve("rows.db"));
      Files.deleteIfExists(database.resolve("rows.db.wal"));
      Files.deleteIfExists(database);
    }
  }

  private static void append(DuckDBAppender rows, NumberedRecord numbered) throws SQLException {
    LogRecord record = numbered.record();
    rows.beginRow();
    rows.append(numbered.position());
    rows.append(record.organization());
    rows.append(record.round());
    rows.append(record.step());
    rows.append(name(record.receiver().kind()));
    rows.append(record.receiver().id());
    rows.append(record.incarnation());
    rows.append(record.sequence());
    rows.append(name(record.sender().kind()));
    rows.append(record.sender().id());
    rows.append(numbered.kind().word());
    rows.append(record.payload().size());
    rows.append(numbered.contents());
    rows.endRow();
  }

  private static long each(Path messages, RecordFilter filter, Rows rows) throws IOException {
    Counter counter = new Counter();
    LogReader.read(messages, record -> {
      counter.position++;
      if (filter.matches(record)) {
        counter.rows++;
        add(rows, new NumberedRecord(counter.position, record));
      }
    });
    return counter.rows;
  }

  private static void add(Rows rows, NumberedRecord numbered) {
    try {
      rows.add(numbered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }

  private static String name(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
