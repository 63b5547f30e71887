package org.collegium.modelhost.model;

import java.nio.file.Path;

/** A model folder is not what it must be; the message names the file and the key. */
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Something is wrong with a file. */
  public ModelFormatException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /** A file could not be read or written. */
  public ModelFormatException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }

  /** A file that belongs to the model is wrong; the message already names it. */
  public ModelFormatException(String problem, RuntimeException cause) {
    super(problem, cause);
  }
}
