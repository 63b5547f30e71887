package org.collegium.scenarios.inspection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.collegium.modelhost.model.ModelFormatException;
import org.collegium.modelhost.safetensors.SafetensorsException;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.runfolder.RunFolder;

/** Finds out what a folder is and tells about it. */
public final class FolderInspection {
  private FolderInspection() {}

  /**
   * What is in a folder, as lines.
   *
   * @throws InvalidInputException when it is nothing that Collegium knows, or is damaged
   */
  public static List<String> lines(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(folder + ": there is no such folder");
    }
    try {
      if (Files.exists(new RunFolder(folder).configuration())) {
        return RunInspection.lines(new RunFolder(folder));
      } else if (Files.exists(folder.resolve(AdapterInspection.FILE))) {
        return AdapterInspection.lines(folder);
      } else if (AdapterInspection.isPair(folder)) {
        return AdapterInspection.pairLines(folder);
      } else if (AdapterInspection.hasVersions(folder)) {
        return AdapterInspection.versionLines(folder);
      } else if (Files.exists(folder.resolve(BaseInspection.FILE))) {
        return BaseInspection.lines(folder);
      }
    } catch (ModelFormatException | SafetensorsException damaged) {
      throw new InvalidInputException(String.valueOf(damaged.getMessage()));
    }
    throw new InvalidInputException(
        folder + ": must be a run folder (run.conf), a base model (config.json), an adapter (adapter_config.json,"
            + " or versions v000001/ of it) or an adapter pair (policy/, world/)");
  }
}
