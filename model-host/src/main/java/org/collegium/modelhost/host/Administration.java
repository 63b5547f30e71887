package org.collegium.modelhost.host;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.telemetry.HostMeter;

/** Opens, derives, loads and saves pairs; what waits for the adapter store waits on other threads. */
final class Administration implements AutoCloseable {
  private static final Duration NO_PATIENCE = Duration.ZERO;

  private final HostEngine engine;
  private final int savingMax;
  private final Office office;
  private final Saver saver;
  private final Loader loader = new Loader();

  /**
   * The host's side.
   *
   * @param isServable refuses what cannot be served now, and says so
   * @param release takes a request out of the queue that somebody else answers
   * @param finish takes a request out of the queue and answers it
   * @param turnAway answers a request that has left the queue
   */
  record Office(
      Predicate<Ticket> isServable,
      Consumer<Ticket> release,
      BiConsumer<Ticket, HostReply> finish,
      BiConsumer<Ticket, HostReply> turnAway) {}

  /**
   * @param savingMax most pairs that wait to be saved
   */
  Administration(HostEngine engine, int savingMax, Office office, HostMeter meter) {
    this.engine = engine;
    this.savingMax = savingMax;
    this.office = office;
    this.saver = new Saver(savingMax, engine::keep, meter);
  }

  Saver saver() {
    return saver;
  }

  /** Does the next of its work that needs the host's thread; false when there is none now. */
  boolean work(RequestQueue queue) {
    if (finishLoading(NO_PATIENCE)) {
      return true;
    } else if (queue.administering().isEmpty()) {
      return false;
    }
    Ticket ticket = queue.administering().remove();
    if (office.isServable().test(ticket)) {
      try {
        begin(ticket);
      } catch (RuntimeException e) {
        office.finish().accept(ticket, Refusals.of(ticket, e));
      }
    }
    return true;
  }

  /** Waits a little for what is being loaded when the host has nothing else to do; false when nothing is. */
  boolean await(Duration patience) {
    return finishLoading(patience) || loader.isBusy();
  }

  private void begin(Ticket ticket) {
    switch (ticket.request()) {
      case HostRequest.Save save -> save(ticket, engine.saving(save));
      case HostRequest.Load load -> load(ticket, engine.loading(load));
      default -> office.finish().accept(ticket, engine.administer(ticket.request()));
    }
  }

  /** The ticket leaves the queue first: from then on only the saver's thread touches it. */
  private void save(Ticket ticket, Saving saving) {
    office.release().accept(ticket);
    if (!saver.offer(ticket, saving)) {
      String detail = savingMax + " pairs wait to be saved, as many as may; ask again later";
      office.turnAway().accept(ticket, Refusals.of(ticket, Refused.Reason.QUEUE_FULL, detail));
    }
  }

  private void load(Ticket ticket, HostEngine.Loading loading) {
    if (loading.isHeld()) {
      office.finish().accept(ticket, loading.put());
    } else {
      loader.begin(ticket, loading);
    }
  }

  private boolean finishLoading(Duration patience) {
    if (!loader.isBusy()) {
      return false;
    }
    return loader.next(patience).map(this::loaded).isPresent();
  }

  /** Others may have taken the room meanwhile. */
  private Ticket loaded(Loader.Loaded loaded) {
    Ticket ticket = loaded.ticket();
    if (loaded.failure().isPresent()) {
      office.finish().accept(ticket, Refusals.of(ticket, loaded.failure().get()));
    } else if (office.isServable().test(ticket)) {
      try {
        office.finish().accept(ticket, loaded.loading().put());
      } catch (RuntimeException e) {
        office.finish().accept(ticket, Refusals.of(ticket, e));
      }
    }
    return ticket;
  }

  /** Writes what is to be saved; what is being loaded is given up. */
  @Override
  public void close() {
    loader.close();
    saver.close();
  }
}
