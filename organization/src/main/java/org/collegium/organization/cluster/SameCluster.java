package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import java.util.List;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Refuses nodes of another cluster and of builds that speak another protocol. Made by Pekko, by reflection. */
public final class SameCluster extends JoinConfigCompatChecker {
  private static final List<String> KEYS = List.of("collegium.cluster.name", "collegium.cluster.protocol-version");

  /** Called by reflection. */
  public SameCluster() {}

  @Override
  public Seq<String> requiredKeys() {
    return CollectionConverters.asScala(KEYS).toSeq();
  }

  @Override
  public ConfigValidation check(Config toCheck, Config actual) {
    return JoinConfigCompatChecker.fullMatch(requiredKeys(), toCheck, actual);
  }
}
