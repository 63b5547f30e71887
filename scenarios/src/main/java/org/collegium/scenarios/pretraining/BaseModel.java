package org.collegium.scenarios.pretraining;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.collegium.modelhost.host.ModelHost;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** Whoever answers requests to a model host, all of a list side by side. */
@FunctionalInterface
interface BaseModel {
  /** The replies in the order of the requests. */
  List<HostReply> answer(List<HostRequest> requests);

  /** A model host that works on the calling thread. */
  static BaseModel of(ModelHost host) {
    return requests -> {
      Map<String, HostReply> replies = new HashMap<>();
      requests.forEach(request -> host.submit(request, reply -> replies.put(reply.requestId(), reply)));
      while (host.work()) {
        // Each call does one quantum; there is nothing to do in between.
        Thread.onSpinWait();
      }
      return requests.stream().map(request -> replies.get(request.requestId())).toList();
    };
  }
}
