package org.collegium.organization.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.collegium.organization.bench.BadLogs.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BadLogsTest {
  private static final long SEED = 2026;

  @TempDir
  Path scratch;

  @Test
  void everyDamageIsNamedOrRepairedOrHarmlessAndNeverSilent() throws Exception {
    BadLogs.Result result = BadLogs.tryAll(scratch, SEED, 500);
    assertThat(result.faults()).as("seed %d", SEED).isEmpty();
    assertThat(result.verdicts()).as("every kind was tried").hasSize(Mutations.Kind.values().length);
    assertThat(result.verdicts().values().stream().mapToInt(of -> of.getOrDefault(Verdict.REPAIRED, 0)).sum())
        .as("seed %d: torn tails", SEED)
        .isPositive();
    assertThat(result.verdicts().get("OTHER_VERSION")).containsOnlyKeys(Verdict.NAMED);
    assertThat(result.verdicts().get("INDEX_DAMAGED")).containsOnlyKeys(Verdict.HARMLESS);
  }
}
