package org.collegium.organization.cluster;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.collegium.agents.actor.DurableRecord;
import org.collegium.organization.durable.ForcedStates;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Recorder;

/**
 * The message log as one actor's record.
 *
 * @param landmark what is recorded when the actor begins a life with a state
 * @param states what is to be forced before anybody is told of a state
 */
record LoggedRecord<S>(
    MessageLog log, Recorder recorder, Function<S, Landmark.Recovered> landmark, ForcedStates states)
    implements DurableRecord<S> {
  @Override
  public void began(S state) {
    recorder.record(landmark.apply(state));
  }

  @Override
  public CompletionStage<Void> safe() {
    return log.flush();
  }

  @Override
  public CompletionStage<Void> kept() {
    return states.force();
  }
}
