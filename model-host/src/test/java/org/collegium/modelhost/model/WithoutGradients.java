package org.collegium.modelhost.model;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of what runs on a thread that records no gradients, with one thread for each operation. */
public abstract class WithoutGradients {
  /** Of one test. */
  protected NDManager manager;

  @BeforeEach
  void open() {
    manager = NativeRuntime.open("cpu");
    NativeRuntime.inferenceOnly();
    NativeRuntime.setThreads(1);
  }

  @AfterEach
  void close() {
    JniUtils.setGradMode(true);
    manager.close();
  }
}
