package monitor.testkit;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import monitor.api.capability.Grant;
import monitor.api.delivery.Outcome;

/**
 * What a run is given.
 *
 * @param answer what becomes of submitted events
 * @param forwardAnswer what becomes of forwarded batches
 * @param reader of the bytes of batches
 */
record SourceSetting(
    String name,
    SourceDeclaration declaration,
    Grant grant,
    InstantSource clock,
    Path folder,
    Function<Unit, CompletionStage<Outcome>> answer,
    Function<Forwarded, CompletionStage<Outcome>> forwardAnswer,
    BatchReader reader) {

  /** Ticks that follow a manual clock, or else the monotonic clock of the machine. */
  Ticks ticks(Signal signal) {
    if (!(clock instanceof ManualClock manual)) {
      return new Ticks(signal, System::nanoTime, false);
    }
    manual.onChange(() -> signal.change(() -> {}));
    return new Ticks(
        signal,
        () -> manual.instant().getEpochSecond() * 1_000_000_000L + manual.instant().getNano(),
        true);
  }
}
