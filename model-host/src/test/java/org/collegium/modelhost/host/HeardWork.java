package org.collegium.modelhost.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.telemetry.AdapterTier;
import org.collegium.modelhost.telemetry.HostMeter;

/** Writes down what a host tells of its work. */
final class HeardWork implements HostMeter {
  final List<String> taken = Collections.synchronizedList(new ArrayList<>());
  final List<String> answered = Collections.synchronizedList(new ArrayList<>());
  final List<Integer> waiting = new ArrayList<>();
  final List<Integer> decoded = new ArrayList<>();
  final List<Integer> learned = new ArrayList<>();
  final Map<AdapterTier, Integer> found = new EnumMap<>(AdapterTier.class);
  final Map<AdapterTier, Integer> missed = new EnumMap<>(AdapterTier.class);
  int read;

  @Override
  public void taken(HostRequest request) {
    taken.add(request.requestId());
  }

  @Override
  public void answered(HostReply reply) {
    answered.add(reply.requestId());
  }

  @Override
  public void waiting(int requests) {
    waiting.add(requests);
  }

  @Override
  public void read(int tokens) {
    read += tokens;
  }

  @Override
  public void decoded(int rows) {
    decoded.add(rows);
  }

  @Override
  public void learned(int adapters) {
    learned.add(adapters);
  }

  @Override
  public void sought(AdapterTier tier, int hits, int misses) {
    found.merge(tier, hits, Integer::sum);
    missed.merge(tier, misses, Integer::sum);
  }
}
