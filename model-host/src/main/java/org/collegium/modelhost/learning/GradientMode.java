package org.collegium.modelhost.learning;

import ai.djl.pytorch.jni.JniUtils;

/** Whether the calling thread records operations for gradients, until closed. The engine's default is that it does. */
final class GradientMode implements AutoCloseable {
  private final boolean before;

  private GradientMode(boolean before) {
    this.before = before;
  }

  static GradientMode on() {
    return switchedTo(true);
  }

  static GradientMode off() {
    return switchedTo(false);
  }

  private static GradientMode switchedTo(boolean recording) {
    GradientMode mode = new GradientMode(JniUtils.isGradMode());
    JniUtils.setGradMode(recording);
    return mode;
  }

  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
