package org.collegium.scenarios.cluster;

import java.io.UncheckedIOException;
import org.collegium.modelhost.host.ModelHost;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.modelhost.model.ModelFormatException;
import org.collegium.modelhost.safetensors.SafetensorsException;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.ModelSettings;

/** Finds out whether a base can be served before anything of a run is written. */
public final class BaseCheck {
  private static final String EVERYWHERE = "auto|cpu";

  private BaseCheck() {}

  /**
   * The tokenizer of a base that can be served. The shipped base on a processor is not opened for it.
   *
   * @throws InvalidInputException with the place, when folder, tokenizer, weights or device do not fit
   */
  public static Tokenizer tokenizer(ModelSettings model) {
    ModelHostSettings settings = ClusterSimulation.settings(model);
    try {
      Tokenizer tokenizer = settings.tokenizer();
      if (settings.base().isPresent() || !model.device().matches(EVERYWHERE)) {
        ModelHost.open(settings).close();
      }
      return tokenizer;
    } catch (ModelFormatException | SafetensorsException | IllegalArgumentException | UncheckedIOException unfit) {
      throw new InvalidInputException(String.valueOf(unfit.getMessage()));
    }
  }
}
