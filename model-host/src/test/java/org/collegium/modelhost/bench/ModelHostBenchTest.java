package org.collegium.modelhost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.collegium.modelhost.model.TestModels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelHostBenchTest {
  @AfterEach
  void restore() {
    JniUtils.setGradMode(true);
  }

  @Test
  void everyKindOfBatchIsMeasuredAgainstTheBase() {
    List<Throughput> results = new ModelHostBench(TestModels.embeddedLike(), 16, 4, 1).decoding(1, 2);
    assertThat(results).extracting(Throughput::adapters).containsExactly(0, 2, 16);
    assertThat(results).extracting(Throughput::rowsPerAdapter).containsExactly(16, 8, 1);
    assertThat(results.getFirst().ratio()).isEqualTo(1);
    assertThat(results).allSatisfy(result -> assertThat(result.tokensPerSecond()).isPositive());
  }

  @Test
  void everyRequestIsServed() {
    RequestRate rate = new ModelHostBench(TestModels.embeddedLike(), 8, 4, 1).requests(30, 5, 4);
    assertThat(rate.requests()).isEqualTo(30);
    assertThat(rate.tokensPerSecond()).isGreaterThan(rate.requestsPerSecond() * 4);
  }
}
