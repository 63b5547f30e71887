package org.collegium.modelhost.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;

/** Opens the native engine. */
public final class NativeRuntime {
  private NativeRuntime() {}

  /**
   * Opens a root manager on a device; whoever opens it closes it.
   *
   * @param device {@code auto} (the first GPU, else the CPU), {@code cpu} or {@code gpu:N}
   * @throws IllegalArgumentException when the name is none of these or there is no such device
   */
  public static NDManager open(String device) {
    return NDManager.newBaseManager(device(device), "PyTorch");
  }

  /**
   * Checks that a device is there, without opening it.
   *
   * @throws IllegalArgumentException as {@link #open} would
   */
  public static void requireDevice(String device) {
    device(device);
  }

  /** Number of threads that share one native operation, in the whole process; does not change any bit of a result. */
  public static void setThreads(int threads) {
    Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
  }

  /**
   * Turns recording for gradients off for the calling thread. It is on by default in every thread, and costs memory and
   * time.
   */
  public static void inferenceOnly() {
    Engine.getEngine("PyTorch");
    JniUtils.setGradMode(false);
  }

  /** Turns recording for gradients on for the calling thread. */
  public static void learning() {
    Engine.getEngine("PyTorch");
    JniUtils.setGradMode(true);
  }

  private static Device device(String name) {
    int gpus = Engine.getEngine("PyTorch").getGpuCount();
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("cpu") || (lower.equals("auto") && gpus == 0)) {
      return Device.cpu();
    }
    if (lower.equals("auto")) {
      return Device.gpu();
    }
    if (!lower.matches("gpu:\\d{1,3}")) {
      throw new IllegalArgumentException("device must be auto, cpu or gpu:N, was '" + name + "'");
    }
    int index = Integer.parseInt(lower.substring("gpu:".length()));
    if (index >= gpus) {
      throw new IllegalArgumentException("device " + name + " does not exist: " + gpus + " GPUs found");
    }
    return Device.gpu(index);
  }
}
