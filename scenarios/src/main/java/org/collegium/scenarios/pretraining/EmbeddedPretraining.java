package org.collegium.scenarios.pretraining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.pretraining.BaseShape;
import org.collegium.modelhost.pretraining.Pretrainer;
import org.collegium.modelhost.pretraining.PretrainingCurve;
import org.collegium.modelhost.pretraining.PretrainingListener.Progress;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Pretraining;
import org.collegium.scenarios.frontdesk.FrontDeskCorpus;
import org.collegium.scenarios.frontdesk.Vocabulary;

/**
 * Trains a base from the front desk's corpus and leaves a Hugging Face folder: {@code config.json}, {@code
 * model.safetensors}, {@code tokenizer.json}, and {@code training.json} with the recipe and the course of the losses.
 * The folder appears when all is written, and not before.
 */
public final class EmbeddedPretraining {
  /** Name of the file that says how a base came about. */
  public static final String RECIPE_FILE = "training.json";

  private static final int TRAINING_LOSS_EVERY = 10;

  /** Recipe, tokenizer, and room for others who write meanwhile. */
  private static final long BYTES_BESIDE_WEIGHTS = 20_000_000;

  private final Pretraining pretraining;
  private final FrontDeskCorpus corpus;

  /** A pretraining that has not begun. */
  public EmbeddedPretraining(Pretraining pretraining) {
    this.pretraining = pretraining;
    this.corpus = new FrontDeskCorpus(pretraining.corpusSeed(), pretraining.mixture());
  }

  /**
   * What a pretraining led to.
   *
   * @param validationLoss of the last step, nats a token
   * @param irreducibleLoss what no model gets below on the same rows
   * @param parameters of the base
   * @param seconds of training
   */
  public record Outcome(double validationLoss, double irreducibleLoss, long parameters, double seconds) {}

  /**
   * Trains and writes the folder.
   *
   * @param folder must not exist
   * @param progress is told each step on the calling thread; when it throws, the training ends and leaves nothing
   * @throws InvalidInputException when the folder exists or cannot be made
   * @throws UncheckedIOException when it cannot be written; nothing of it is left
   */
  public Outcome run(Path folder, Consumer<Progress> progress) {
    if (Files.exists(folder)) {
      throw new InvalidInputException(folder + ": exists; name a folder that does not");
    }
    Path unfinished = Path.of(folder.toAbsolutePath() + ".unfinished");
    try {
      clear(unfinished);
      Files.createDirectories(unfinished);
    } catch (IOException e) {
      throw new InvalidInputException(folder + ": cannot be made: " + e.getMessage());
    }
    NativeRuntime.setThreads(pretraining.threads());
    List<Progress> course = new ArrayList<>();
    try {
      PretrainingCurve curve = new Pretrainer(pretraining.training(), corpus).train(unfinished, step -> {
        course.add(step);
        progress.accept(step);
      });
      Outcome outcome =
          new Outcome(curve.points().getLast().validationLoss(), irreducible(), curve.parameters(), curve.seconds());
      write(unfinished.resolve(HuggingFaceTokenizers.FILE), Vocabulary.tokenizerJson());
      write(unfinished.resolve(RECIPE_FILE), recipe(outcome, course));
      Files.move(unfinished, folder.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE);
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be written, nothing of it was kept", e);
    } finally {
      discard(unfinished);
    }
  }

  /** A generous guess of what the folder will take. */
  public long bytesNeeded() {
    BaseShape shape = pretraining.training().shape();
    long embeddings = 2L * shape.vocabularySize() * shape.width();
    long layer = (long) shape.width() * (4L * shape.width() + 3L * shape.feedForwardWidth() + 4);
    return BYTES_BESIDE_WEIGHTS + Float.BYTES * (embeddings + shape.layers() * layer);
  }

  private double irreducible() {
    return corpus.irreducibleNatsPerToken(
        pretraining.training().batchRows(), pretraining.training().tokensPerRow());
  }

  private String recipe(Outcome outcome, List<Progress> course) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("validationLoss", rounded(outcome.validationLoss()));
    root.put("irreducibleLoss", rounded(outcome.irreducibleLoss()));
    root.put("corpusSeed", pretraining.corpusSeed());
    root.put("parameters", outcome.parameters());
    root.put("seconds", Math.round(outcome.seconds()));
    ArrayNode recipe = root.putArray("recipe");
    pretraining.resolved().lines().map(String::stripTrailing).forEach(recipe::add);
    ArrayNode validation = root.putArray("validation");
    ArrayNode training = root.putArray("training");
    for (Progress step : course) {
      step.validationLoss().ifPresent(
          loss -> validation.addObject().put("step", step.step()).put("loss", rounded(loss)));
      if (step.step() % TRAINING_LOSS_EVERY == 0) {
        training.addObject().put("step", step.step()).put("loss", rounded(step.trainingLoss()));
      }
    }
    return root.toPrettyString() + "\n";
  }

  private static double rounded(double loss) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.4f", loss));
  }

  private static void write(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void discard(Path unfinished) {
    try {
      clear(unfinished);
    } catch (IOException e) {
      throw new UncheckedIOException(unfinished + ": cannot be removed", e);
    }
  }

  /** Removes what a pretraining that was cut off left behind. */
  private static void clear(Path unfinished) throws IOException {
    if (!Files.isDirectory(unfinished)) {
      return;
    }
    try (Stream<Path> files = Files.list(unfinished)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(unfinished);
  }
}
