package org.collegium.organization.durable;

import com.typesafe.config.Config;
import java.util.Optional;

/** A database of states that was found to be there and to have the tables of this build. */
public interface StateStore {
  /** What Pekko's durable state must be told to use this database; may hold a password. */
  Config settings();

  /**
   * Bytes of the state that an actor has kept; empty when it has kept none.
   *
   * @throws StateDatabaseException when the database cannot be read
   */
  Optional<byte[]> kept(String persistenceId);

  /** How its commits come to its device. */
  ForcedStates forced();

  /**
   * Removes what all actors have kept whose ids begin so. None of them may be alive.
   *
   * @throws StateDatabaseException when the database cannot be used
   */
  void remove(String prefix);

  /** For {@code LIKE ? ESCAPE '!'}: what begins so. */
  static String beginning(String prefix) {
    return prefix.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }
}
