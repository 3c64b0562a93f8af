package collector.metrics;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import monitor.api.config.Values;

/**
 * What is measured, and how often.
 *
 * @param interval between two measurements
 * @param host where its files are
 * @param cores what is shown of each processor
 * @param excludedDisks names of devices that are left out
 * @param excludedInterfaces names of interfaces that are left out
 * @param filesystems how file systems are measured
 * @param processes how processes are measured
 */
record MetricsSettings(
    Duration interval,
    HostFiles host,
    CpuMeter.Cores cores,
    List<String> excludedDisks,
    List<String> excludedInterfaces,
    Filesystems filesystems,
    Processes processes) {

  /**
   * File systems.
   *
   * @param include types that are measured
   * @param exclude types that are left out nevertheless
   */
  record Filesystems(Duration interval, List<String> include, List<String> exclude) {}

  /**
   * Processes.
   *
   * @param top how many by CPU, and as many by memory and by I/O
   * @param changes whether starts and ends are shown
   * @param commandLines whether arguments are shown
   */
  record Processes(Duration interval, int top, boolean changes, boolean commandLines) {}

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException with every problem, each named by its key
   */
  static MetricsSettings of(MetricsConfiguration configuration) {
    Reading reading = new Reading();
    MetricsSettings settings =
        new MetricsSettings(
            reading.duration("interval", configuration.interval(), "100ms", "1h"),
            reading.host(configuration.root()),
            cores(configuration),
            List.of(configuration.disks_exclude()),
            List.of(configuration.network_exclude()),
            new Filesystems(
                reading.duration(
                    "filesystems.interval", configuration.filesystems_interval(), "1s", "1d"),
                List.of(configuration.filesystems_include()),
                List.of(configuration.filesystems_exclude())),
            new Processes(
                reading.duration(
                    "processes.interval", configuration.processes_interval(), "1s", "1h"),
                reading.top(configuration.processes_top()),
                configuration.processes_changes(),
                configuration.processes_command$_$lines()));
    reading.throwProblems();
    return settings;
  }

  private static CpuMeter.Cores cores(MetricsConfiguration configuration) {
    if (configuration.cpu_per$_$core$_$modes()) {
      return CpuMeter.Cores.MODES;
    }
    return configuration.cpu_per$_$core() ? CpuMeter.Cores.BUSY : CpuMeter.Cores.NOTHING;
  }

  /** Gathers the problems, so that a person sees all of them at once. */
  private static final class Reading {
    private final List<String> problems = new ArrayList<>();

    Duration duration(String key, String text, String min, String max) {
      try {
        Duration value = Values.duration(key, text);
        if (value.compareTo(Values.duration(key, min)) < 0
            || value.compareTo(Values.duration(key, max)) > 0) {
          problems.add("%s: '%s' is not between %s and %s".formatted(key, text, min, max));
        }
        return value;
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
        return Duration.ZERO;
      }
    }

    HostFiles host(String root) {
      try {
        if (Path.of(root).isAbsolute()) {
          return new HostFiles(Path.of(root));
        }
        problems.add("root: '%s' is not an absolute path".formatted(root));
      } catch (InvalidPathException e) {
        problems.add("root: '%s' is not a path: %s".formatted(root, e.getReason()));
      }
      return new HostFiles(Path.of("/"));
    }

    int top(int count) {
      if (count < 0 || count > 1000) {
        problems.add("processes.top: %d is not between 0 and 1000".formatted(count));
      }
      return count;
    }

    void throwProblems() {
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
    }
  }
}
