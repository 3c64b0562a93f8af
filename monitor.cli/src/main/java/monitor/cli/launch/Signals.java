package monitor.cli.launch;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/** What the process does when it is sent TERM, INT or HUP. */
final class Signals {
  private Signals() {}

  /**
   * Installs the handlers.
   *
   * @param stop called once, on a thread of its own, at the first TERM or INT; a later INT ends the
   *     process at once
   * @param reload called at each HUP
   */
  static void install(Runnable stop, Runnable reload) {
    AtomicBoolean stopping = new AtomicBoolean();
    Runnable once =
        () -> {
          if (stopping.compareAndSet(false, true)) {
            stop.run();
          }
        };
    Signal.handle(new Signal("TERM"), signal -> once.run());
    Signal.handle(new Signal("INT"), signal -> interrupt(stopping, once));
    Signal.handle(new Signal("HUP"), signal -> reload.run());
  }

  private static void interrupt(AtomicBoolean stopping, Runnable once) {
    if (stopping.get()) {
      Runtime.getRuntime().halt(130);
    }
    once.run();
  }
}
