package org.collegium.organization.merging;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Puts any number of records in order with bounded memory: as many as fit are sorted and written to a file; in the end
 * the files are read side by side. For one thread.
 */
final class SpilledOrder implements AutoCloseable {
  /** Files that are read side by side at most; more are first made one. */
  private static final int FILES_MAX = 256;

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final long bytesMax;
  private final List<Path> files = new ArrayList<>();
  private final List<PlacedRecord> held = new ArrayList<>();
  private long heldBytes;
  private int filesMade;

  /** Takes what comes next in order. */
  @FunctionalInterface
  interface Sink {
    void take(PlacedRecord next) throws IOException;
  }

  /** The sorted records of one file, which has a true before each of them and a false at its end. */
  private static final class Spilled implements AutoCloseable {
    private final DataInputStream in;
    private PlacedRecord current;

    private Spilled(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
      in.readBoolean();
      current = PlacedRecord.read(in);
    }

    private boolean advance() throws IOException {
      boolean hasMore = in.readBoolean();
      if (hasMore) {
        current = PlacedRecord.read(in);
      }
      return hasMore;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /**
   * @param folder for the files, which must be there; {@link #close} leaves it as it was
   * @param bytesMax of records that are held in memory
   */
  SpilledOrder(Path folder, long bytesMax) {
    this.folder = folder;
    this.bytesMax = bytesMax;
  }

  void add(PlacedRecord record) throws IOException {
    held.add(record);
    heldBytes += record.bytes();
    if (heldBytes < bytesMax) {
      return;
    }
    if (files.size() == FILES_MAX) {
      List<Path> merged = List.copyOf(files);
      Path one = written(this::merge);
      for (Path file : merged) {
        Files.delete(file);
      }
      files.clear();
      files.add(one);
    }
    files.add(written(this::drainHeld));
  }

  /** Hands over everything in order. */
  void drain(Sink sink) throws IOException {
    if (files.isEmpty()) {
      drainHeld(sink);
      return;
    }
    if (!held.isEmpty()) {
      files.add(written(this::drainHeld));
    }
    merge(sink);
  }

  /** Something that hands over records in order. */
  @FunctionalInterface
  private interface Ordered {
    void into(Sink sink) throws IOException;
  }

  private void drainHeld(Sink sink) throws IOException {
    Collections.sort(held);
    for (PlacedRecord each : held) {
      sink.take(each);
    }
    held.clear();
    heldBytes = 0;
  }

  private Path written(Ordered records) throws IOException {
    Path file = folder.resolve("spilled-" + filesMade + ".part");
    filesMade++;
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
      records.into(each -> {
        out.writeBoolean(true);
        each.write(out);
      });
      out.writeBoolean(false);
    }
    return file;
  }

  private void merge(Sink sink) throws IOException {
    PriorityQueue<Spilled> next = new PriorityQueue<>(Comparator.comparing((Spilled each) -> each.current));
    try {
      for (Path file : files) {
        next.add(new Spilled(file));
      }
      while (!next.isEmpty()) {
        Spilled first = next.remove();
        sink.take(first.current);
        if (first.advance()) {
          next.add(first);
        } else {
          first.close();
        }
      }
    } finally {
      for (Spilled open : next) {
        open.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    held.clear();
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    files.clear();
  }
}
