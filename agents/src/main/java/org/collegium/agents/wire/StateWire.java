package org.collegium.agents.wire;

import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.TEXT_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.present;
import static org.collegium.modelhost.wire.WireBounds.text;
import static org.collegium.modelhost.wire.WireBounds.unknown;

import java.util.Optional;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Phase;
import org.collegium.agents.core.RoundWork;
import org.collegium.agents.core.Usage;
import org.collegium.agents.memory.LessonMemory;
import org.collegium.agents.memory.Note;
import org.collegium.agents.memory.NoteBook;
import org.collegium.agents.proto.AgentStateProto;
import org.collegium.agents.proto.NoteProto;
import org.collegium.agents.proto.PhaseProto;
import org.collegium.agents.proto.RoundWorkProto;
import org.collegium.agents.proto.UsageProto;
import org.collegium.modelhost.wire.ValueWire;

/** What an agent keeps. */
record StateWire(SummaryWire summaries, MessageWire messages) {
  AgentStateProto encode(AgentState state) {
    AgentStateProto.Builder whole =
        AgentStateProto.newBuilder()
            .setRoundDone(state.roundDone())
            .setPolicy(ValueWire.encode(state.policy()))
            .setWorld(ValueWire.encode(state.world()))
            .addAllNotes(state.notes().notes().stream().map(StateWire::encode).toList())
            .addAllLessons(state.lessons().lessons().stream().map(ValueWire::encode).toList())
            .addAllInbox(state.inbox().stream().map(summaries::encode).toList());
    state.summary().map(summaries::encode).ifPresent(whole::setSummary);
    state.work().map(this::encode).ifPresent(whole::setWork);
    return whole.build();
  }

  AgentState decode(AgentStateProto state) {
    return new AgentState(
        state.getRoundDone(),
        ValueWire.decode(present("state.policy", state.hasPolicy(), state.getPolicy())),
        ValueWire.decode(present("state.world", state.hasWorld(), state.getWorld())),
        new NoteBook(list("state.notes", state.getNotesList(), ROWS_MAX, StateWire::decode)),
        new LessonMemory(list("state.lessons", state.getLessonsList(), ROWS_MAX, ValueWire::decode)),
        state.hasSummary() ? Optional.of(summaries.decode(state.getSummary())) : Optional.empty(),
        list("state.inbox", state.getInboxList(), ROWS_MAX, summaries::decode),
        state.hasWork() ? Optional.of(decode(state.getWork())) : Optional.empty());
  }

  private RoundWorkProto encode(RoundWork work) {
    return RoundWorkProto.newBuilder()
        .setAssignment(messages.encode(work.assignment()))
        .setPhase(encode(work.phase()))
        .addAllPrefixes(work.prefixes().stream().map(ValueWire::encode).toList())
        .addAllEpisodes(work.episodes().stream().map(EpisodeWire::encode).toList())
        .setResamples(work.resamples())
        .addAllErrands(work.errands().stream().map(EpisodeWire::encode).toList())
        .addAllNoted(work.noted().stream().map(StateWire::encode).toList())
        .setUsage(encode(work.usage()))
        .addAllLearned(summaries.encode(work.learned()))
        .build();
  }

  private RoundWork decode(RoundWorkProto work) {
    return new RoundWork(
        messages.decode(present("work.assignment", work.hasAssignment(), work.getAssignment())),
        decode(work.getPhase()),
        list("work.prefixes", work.getPrefixesList(), ROWS_MAX, ValueWire::decode),
        list("work.episodes", work.getEpisodesList(), ROWS_MAX, EpisodeWire::decode),
        work.getResamples(),
        list("work.errands", work.getErrandsList(), ROWS_MAX, EpisodeWire::decode),
        list("work.noted", work.getNotedList(), ROWS_MAX, StateWire::decode),
        decode(work.getUsage()),
        summaries.decode(work.getLearnedList()));
  }

  private static UsageProto encode(Usage usage) {
    return UsageProto.newBuilder()
        .setTokensRead(usage.tokensRead())
        .setTokensGenerated(usage.tokensGenerated())
        .setRefusals(usage.refusals())
        .build();
  }

  private static Usage decode(UsageProto usage) {
    return new Usage(usage.getTokensRead(), usage.getTokensGenerated(), usage.getRefusals());
  }

  private static NoteProto encode(Note note) {
    return NoteProto.newBuilder().setSubject(note.subject()).setText(note.text()).build();
  }

  private static Note decode(NoteProto note) {
    return new Note(
        text("note.subject", note.getSubject(), TEXT_CHARACTERS_MAX),
        text("note.text", note.getText(), TEXT_CHARACTERS_MAX));
  }

  private static PhaseProto encode(Phase phase) {
    return switch (phase) {
      case HEARING -> PhaseProto.PHASE_HEARING;
      case OPENING -> PhaseProto.PHASE_OPENING;
      case ACTING -> PhaseProto.PHASE_ACTING;
      case NOTING -> PhaseProto.PHASE_NOTING;
      case LEARNING_WORLD -> PhaseProto.PHASE_LEARNING_WORLD;
      case LEARNING_POLICY -> PhaseProto.PHASE_LEARNING_POLICY;
      case PROBING -> PhaseProto.PHASE_PROBING;
      case SAVING -> PhaseProto.PHASE_SAVING;
    };
  }

  private static Phase decode(PhaseProto phase) {
    return switch (phase) {
      case PHASE_HEARING -> Phase.HEARING;
      case PHASE_OPENING -> Phase.OPENING;
      case PHASE_ACTING -> Phase.ACTING;
      case PHASE_NOTING -> Phase.NOTING;
      case PHASE_LEARNING_WORLD -> Phase.LEARNING_WORLD;
      case PHASE_LEARNING_POLICY -> Phase.LEARNING_POLICY;
      case PHASE_PROBING -> Phase.PROBING;
      case PHASE_SAVING -> Phase.SAVING;
      case PHASE_UNSPECIFIED, UNRECOGNIZED -> throw unknown("work.phase", phase);
    };
  }
}
