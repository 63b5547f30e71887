package org.collegium.scenarios.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The chart scripts of others that every report holds; see {@code vendor/README}. */
final class VendoredScripts {
  /** In the order in which they must be loaded. */
  static final List<String> FILES =
      List.of("vendor/vega-6.4.0.min.js", "vendor/vega-lite-6.5.0.min.js", "vendor/vega-embed-7.3.0.min.js");

  static final String LICENCES = "vendor/NOTICE-third-party";

  private VendoredScripts() {}

  /** A resource of this package as text. */
  static String read(String name) {
    try (InputStream stream = VendoredScripts.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the build lacks the resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + name, e);
    }
  }
}
