package collector.metrics.scrape;

import collector.metrics.exposition.ExpositionReader;
import collector.metrics.scrape.Relabelling.Wildcard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an instance, checked.
 *
 * @param targets that it names
 * @param file that names more of them
 * @param interval between two scrapes of a target
 * @param labels of every series
 * @param honor what of the text wins over ours
 * @param relabelling of series
 * @param limits of a text
 * @param http how to ask
 */
record ScrapeSettings(
    List<ScrapeTarget> targets,
    @Nullable Path file,
    Duration interval,
    Map<String, String> labels,
    Honor honor,
    Relabelling relabelling,
    ExpositionReader.Limits limits,
    Http http) {

  /**
   * What of the text wins.
   *
   * @param labels its labels over ours
   * @param timestamps its times over that of the scrape
   */
  record Honor(boolean labels, boolean timestamps) {}

  /**
   * How to ask.
   *
   * @param timeout of all of it
   * @param bodyBytes most bytes of a text, inflated
   * @param redirects most of them
   * @param caFile authorities of certificates
   * @param serverName that the certificate has to have
   * @param credentials to send
   */
  record Http(
      Duration timeout,
      long bodyBytes,
      int redirects,
      @Nullable Path caFile,
      @Nullable String serverName,
      Credentials credentials) {}

  /**
   * Reads the configuration.
   *
   * @throws IllegalArgumentException with every problem, each named by its key
   */
  static ScrapeSettings of(ScrapeConfiguration configuration) {
    Reading read = new Reading();
    ScrapeSettings settings =
        new ScrapeSettings(
            read.targets(configuration.targets()),
            read.path("targets-file", configuration.targets$_$file()),
            read.duration("interval", configuration.interval(), "100ms", "1d"),
            read.pairs("labels", configuration.labels()),
            new Honor(configuration.honor$_$labels(), configuration.honor$_$timestamps()),
            relabelling(configuration, read),
            new ExpositionReader.Limits(
                (int) read.size("max-line", configuration.max$_$line(), "256B", "128KiB"),
                read.number("max-series", configuration.max$_$series(), 1, 1_000_000)),
            http(configuration, read));
    if (settings.targets().isEmpty() && settings.file() == null) {
      read.problem("targets: names none, and targets-file is not set");
    }
    read.throwProblems();
    return settings;
  }

  private static Relabelling relabelling(ScrapeConfiguration configuration, Reading read) {
    return new Relabelling(
        read.selectors("keep", configuration.keep()),
        read.selectors("drop", configuration.drop()),
        read.renames("rename", configuration.rename()),
        List.of(configuration.drop$_$labels()).stream().map(Wildcard::of).toList(),
        read.pairs("rename-labels", configuration.rename$_$labels()));
  }

  private static Http http(ScrapeConfiguration configuration, Reading read) {
    String serverName = configuration.server$_$name().strip();
    return new Http(
        read.duration("timeout", configuration.timeout(), "10ms", "5m"),
        read.size("max-body", configuration.max$_$body(), "1KiB", "1GiB"),
        read.number("max-redirects", configuration.max$_$redirects(), 0, 20),
        read.path("ca-file", configuration.ca$_$file()),
        serverName.isEmpty() ? null : serverName,
        read.credentials(configuration));
  }
}
