package org.collegium.organization.merging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.RewrittenLog;
import org.collegium.organization.wire.MessageWire;

/** Records of one process as if several nodes had recorded them. */
public final class NodeLogs {
  private NodeLogs() {}

  /**
   * Splits a log, which must be of one process.
   *
   * @param nodeOf on which node a receiver's incarnation lived
   */
  public static List<NodeLog> split(Path folder, List<LogRecord> records, Function<LogRecord, String> nodeOf)
      throws IOException {
    Map<String, List<LogRecord>> split = new TreeMap<>();
    Map<String, List<Integer>> incarnations = new HashMap<>();
    for (LogRecord record : records) {
      if (!record.receiver().equals(Party.NODE)) {
        String node = nodeOf.apply(record);
        // Each node counts the lives that it has seen itself.
        List<Integer> lives = incarnations.computeIfAbsent(node + " " + record.receiver(), _ -> new ArrayList<>());
        if (!lives.contains(record.incarnation())) {
          lives.add(record.incarnation());
        }
        int incarnation = 1 + lives.indexOf(record.incarnation());
        split.computeIfAbsent(node, _ -> new ArrayList<>(List.of(began())))
            .add(as(incarnation, record));
      }
    }
    List<NodeLog> logs = new ArrayList<>();
    for (Map.Entry<String, List<LogRecord>> each : split.entrySet()) {
      logs.add(new NodeLog(each.getKey(), RewrittenLog.write(folder.resolve(each.getKey()), each.getValue())));
    }
    return logs;
  }

  /** Agents and worlds on one node, the model host's doors on another, orchestrators on a third. */
  public static String byRole(LogRecord record) {
    return switch (record.receiver().kind()) {
      case AGENT, WORLD -> "agents";
      case MODEL_HOST -> "model-host";
      case ORCHESTRATOR, NODE -> "organization";
    };
  }

  private static LogRecord began() {
    Landmark landmark = new Landmark.Began(1);
    return new LogRecord(
        Party.NODE, 1, 1, Party.NODE, "", 0, "", MessageWire.manifest(landmark), MessageWire.bytes(landmark));
  }

  private static LogRecord as(int incarnation, LogRecord record) {
    return new LogRecord(
        record.receiver(),
        incarnation,
        record.sequence(),
        record.sender(),
        record.organization(),
        record.round(),
        record.step(),
        record.manifest(),
        record.payload());
  }
}
