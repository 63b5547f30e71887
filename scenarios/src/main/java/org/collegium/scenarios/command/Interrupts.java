package org.collegium.scenarios.command;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.collegium.scenarios.experiment.StopRequest;

/**
 * What Ctrl-C does: the first one wishes a stop at the next boundary, the second one ends the process at once. The
 * JDK's signal classes are reached by reflection because the compiler warns of every mention of them.
 */
final class Interrupts {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final StopRequest stop;
  private final PrintStream out;
  private final String answer;
  private final AtomicInteger received = new AtomicInteger();

  private Interrupts(StopRequest stop, PrintStream out, String answer) {
    this.stop = stop;
    this.out = out;
    this.answer = answer;
  }

  /**
   * Turns SIGINT and SIGTERM into a wish.
   *
   * @param answer says what will happen then
   */
  static void handle(StopRequest stop, PrintStream out, String answer) {
    Interrupts interrupts = new Interrupts(stop, out, answer);
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy = Proxy.newProxyInstance(
          Interrupts.class.getClassLoader(),
          new Class<?>[] {handler},
          (self, method, arguments) -> switch (method.getName()) {
            case "handle" -> interrupts.interrupted();
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
            default -> "Ctrl-C handler";
          });
      for (String name : SIGNALS) {
        Object which = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, which, proxy);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
      out.println("Ctrl-C will end the run at once: this Java does not hand signals on (" + unavailable + ")");
    }
  }

  private Object interrupted() {
    if (received.incrementAndGet() > 1) {
      Runtime.getRuntime().halt(ExitCode.STOPPED);
    }
    out.println();
    out.println(answer + " Ctrl-C again ends at once.");
    stop.make();
    return this;
  }
}
