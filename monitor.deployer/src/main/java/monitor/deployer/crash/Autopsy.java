package monitor.deployer.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import monitor.deployer.crash.CrashBook.Crash;

/**
 * Finds the plugin that ended a process. Evidence, the best first: its code is on the stack that
 * the JVM wrote down; it was being started; it was the last to change, shortly before.
 */
public final class Autopsy {
  private static final Duration SHORTLY = CrashBook.WINDOW;

  private final Deaths deaths;
  private final Function<String, Optional<String>> owner;
  private final Optional<String> starting;
  private final Optional<Changed> changed;

  /**
   * What changed last.
   *
   * @param plugin its name
   * @param at when
   */
  public record Changed(String plugin, Instant at) {}

  /**
   * Of the processes that ran on this data.
   *
   * @param owner the plugin that a class belongs to, by the name of the class
   * @param starting plugin that was being started when the last process ended
   * @param changed plugin that was changed last
   */
  public Autopsy(
      Path data,
      Function<String, Optional<String>> owner,
      Optional<String> starting,
      Optional<Changed> changed) {
    this.deaths = new Deaths(data);
    this.owner = owner;
    this.starting = starting;
    this.changed = changed;
  }

  /** What is not in the book yet. */
  public List<Crash> fresh(CrashBook book, Instant now) throws IOException {
    List<Crash> fresh = new ArrayList<>();
    for (Death death : deaths.since(now.minus(CrashBook.WINDOW))) {
      if (!book.knows(death.key())) {
        fresh.add(crash(death));
      }
    }
    return fresh;
  }

  private Crash crash(Death death) {
    Optional<String> onStack = death.ownerOf(owner);
    if (onStack.isPresent()) {
      return crash(death, onStack.get(), "with its code on the stack");
    }
    if (starting.isPresent()) {
      return crash(death, starting.get(), "while it was being started");
    }
    return changed
        .filter(last -> !death.crashed() && shortlyBefore(last.at(), death.time()))
        .map(last ->
            crash(
                death,
                last.plugin(),
                "%d s after it was changed, and no other plugin was changed since"
                    .formatted(Math.max(0, Duration.between(last.at(), death.time()).toSeconds()))))
        .orElseGet(() -> crash(death, "", "for a reason that points to no plugin"));
  }

  /** The supervisor's note has no fraction of the second. */
  private static boolean shortlyBefore(Instant change, Instant death) {
    return death.plusSeconds(1).isAfter(change)
        && Duration.between(change, death).compareTo(SHORTLY) <= 0;
  }

  private static Crash crash(Death death, String plugin, String evidence) {
    return new Crash(
        death.key(),
        death.time(),
        plugin,
        "the process ended %s, %s".formatted(death.how(), evidence));
  }
}
