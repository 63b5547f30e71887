package org.collegium.scenarios.runfolder;

import java.nio.file.Path;

/** The places in one run folder (DESIGN.md, section 7). */
public record RunFolder(Path root) {
  /** What the run is called: the last part of the path. */
  public String name() {
    return String.valueOf(root.toAbsolutePath().normalize().getFileName());
  }

  /** The whole configuration of the run, resolved. */
  public Path configuration() {
    return root.resolve("run.conf");
  }

  /** What every actor received. */
  public Path messages() {
    return root.resolve("messages");
  }

  /** Adapter pairs as PEFT folders. */
  public Path adapters() {
    return root.resolve("adapters");
  }

  /** State of the actors, for recovery. */
  public Path state() {
    return root.resolve("state");
  }

  /** How to watch a run that a cluster plays, as a command line; not there in others. */
  public Path remote() {
    return root.resolve("cluster.txt");
  }

  /** Where a forked run comes from; not there in others. */
  public Path origin() {
    return root.resolve("fork").resolve("origin.pb");
  }

  /** The adapters with which a forked run began, kept for ever. */
  public Path originAdapters() {
    return root.resolve("fork").resolve("adapters");
  }

  /** Parquet tables. */
  public Path results() {
    return root.resolve("results");
  }

  /** Written last: a run folder that has it is complete. */
  public Path summary() {
    return root.resolve("summary.json");
  }

  /** The report as one page. */
  public Path report() {
    return root.resolve("report.html");
  }
}
