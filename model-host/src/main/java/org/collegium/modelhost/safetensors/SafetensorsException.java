package org.collegium.modelhost.safetensors;

import java.nio.file.Path;

/** A safetensors file is not what it must be; the message names the file and, where there is one, the tensor. */
public final class SafetensorsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Something is wrong with the file as a whole. */
  public SafetensorsException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /** Something is wrong with one tensor. */
  public SafetensorsException(Path file, String tensor, String problem) {
    super(file + ": tensor " + tensor + ": " + problem);
  }

  /** The file could not be read or written. */
  public SafetensorsException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
