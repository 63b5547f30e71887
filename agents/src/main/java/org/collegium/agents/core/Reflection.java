package org.collegium.agents.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.collegium.agents.context.PromptBuilder;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.memory.Note;
import org.collegium.agents.memory.NoteBook;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;

/** Notes out of episodes: the base alone, with neither adapter, reads the transcript and writes the rule. */
final class Reflection {
  private final AgentSettings settings;
  private final Identities identities;
  private final Dialect dialect;
  private final PromptBuilder prompts;

  Reflection(AgentSettings settings, Identities identities, Dialect dialect, PromptBuilder prompts) {
    this.settings = settings;
    this.identities = identities;
    this.dialect = dialect;
    this.prompts = prompts;
  }

  /** One request for each different transcript that may be learned from. */
  List<HostRequest> requests(RoundWork work) {
    if (!settings.mind().notes()) {
      return List.of();
    }
    Set<Tokens> queries = new LinkedHashSet<>();
    for (Episode episode : work.episodes()) {
      if (work.isLearning(episode)) {
        dialect
            .noteQuery(work.taskOf(episode), episode.context().exchanges())
            .map(prompts::encode)
            .filter(query -> !query.isEmpty() && query.length() <= settings.bounds().contextTokensMax())
            .ifPresent(queries::add);
      }
    }
    List<HostRequest> requests = new ArrayList<>();
    for (Tokens query : queries) {
      String id = identities.request(work.round(), "note/" + requests.size());
      Sampling likeliest =
          new Sampling(
              0, 1, settings.bounds().actionTokensMax(), List.of(prompts.stopToken()), identities.seed(id));
      requests.add(new HostRequest.Generate(id, settings.id().pair(), ActiveAdapters.NONE, query, likeliest));
    }
    return requests;
  }

  /** Writes what the host answered into memory, in the order of the requests. */
  AgentState write(AgentState state) {
    RoundWork work = state.working();
    NoteBook book = state.notes();
    List<Note> noted = new ArrayList<>();
    long generated = 0;
    for (Errand errand : work.errands()) {
      if (errand.reply().orElseThrow() instanceof HostReply.Generated reply) {
        generated += reply.tokens().length();
        Optional<Note> note = read(reply);
        if (note.isPresent()) {
          if (!book.holds(note.get())) {
            noted.add(note.get());
          }
          book = book.write(note.get(), settings.bounds().notesMax());
        }
      }
    }
    return state.withNotes(book).with(work.withNoted(noted).with(work.usage().generating(generated)));
  }

  private Optional<Note> read(HostReply.Generated reply) {
    return reply.reason() == StopReason.STOP_TOKEN
        ? dialect.readNote(prompts.decode(reply.tokens()))
        : Optional.empty();
  }
}
