package monitor.deployer.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The deaths of processes that were put down to a plugin, on disk.
 *
 * @param crashes the latest, the oldest first
 */
public record CrashBook(List<Crash> crashes) {
  /** So many within the window are a loop. */
  public static final int LOOP = 3;

  /** The window. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int MOST = 50;

  /** Copies the list. */
  public CrashBook {
    crashes = List.copyOf(crashes);
  }

  /** Nothing happened yet. */
  public static CrashBook empty() {
    return new CrashBook(List.of());
  }

  /**
   * One death.
   *
   * @param key names it once and for all
   * @param time when
   * @param plugin that it is put down to; empty if it is not known
   * @param why the evidence, one sentence without its full stop
   */
  public record Crash(String key, Instant time, String plugin, String why) {}

  /** Whether a death was entered before. */
  boolean knows(String key) {
    return crashes.stream().anyMatch(crash -> crash.key().equals(key));
  }

  /** And one more; the oldest goes. */
  public CrashBook with(Crash crash) {
    List<Crash> all = new ArrayList<>(Stream.concat(crashes.stream(), Stream.of(crash)).toList());
    return new CrashBook(all.subList(Math.max(0, all.size() - MOST), all.size()));
  }

  /** Whether the plugin ended the process too often within the window before that. */
  public boolean loops(String plugin, Instant now) {
    return crashes.stream()
            .filter(crash -> crash.plugin().equals(plugin))
            .filter(crash -> crash.time().isAfter(now.minus(WINDOW)))
            .count()
        >= LOOP;
  }

  /** Nothing of it is held against the plugin any more. */
  public CrashBook forgiving(String plugin) {
    return new CrashBook(
        crashes.stream()
            .map(crash ->
                crash.plugin().equals(plugin)
                    ? new Crash(crash.key(), crash.time(), "", crash.why())
                    : crash)
            .toList());
  }
}
