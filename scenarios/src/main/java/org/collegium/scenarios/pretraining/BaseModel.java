package org.collegium.scenarios.pretraining;

import java.util.List;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** Whoever answers requests to a model host, all of a list side by side. */
@FunctionalInterface
interface BaseModel {
  /** The replies in the order of the requests. */
  List<HostReply> answer(List<HostRequest> requests);
}
