package org.collegium.organization.cluster.security;

import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.ConfigSSLEngineProvider;
import org.slf4j.LoggerFactory;

/** Pekko's engines, but who is refused at this node's door is told in its log; Pekko tells only who was called. */
public final class ReportingEngineProvider extends ConfigSSLEngineProvider {
  private final Refusals refusals =
      new Refusals(LoggerFactory.getLogger(ReportingEngineProvider.class)::warn, System::nanoTime);

  /** Made by Pekko, by the name of the class. */
  public ReportingEngineProvider(ActorSystem system) {
    super(system);
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    return new ReportingEngine(super.createServerSSLEngine(hostname, port), refusals::tell);
  }
}
