package collector.metrics.scrape;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import monitor.api.capability.Capability;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import monitor.api.status.Conditions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Scrapes the metrics of other programs: one instance for each table {@code [[collector.scrape]]}.
 * Nothing is read again after a restart, so it has no positions.
 */
@Component(configurationPid = ScrapeSource.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ScrapeConfiguration.class, factory = true)
@SourceProperties(
    offers = {Capability.PERFORMANCE, Capability.NETWORK},
    kinds = "sample")
public final class ScrapeSource implements EventSource {
  static final String PID = "collector.scrape";

  /** How often the file of targets is looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ScrapeSettings settings;

  /**
   * A source that has not scraped yet.
   *
   * @throws IllegalArgumentException if the configuration is wrong, with every problem
   */
  @Activate
  public ScrapeSource(ScrapeConfiguration configuration) {
    this.settings = ScrapeSettings.of(configuration);
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    Conditions conditions = new Conditions(context::report);
    try (Targets targets = new Targets(context, settings, conditions)) {
      targets.set(settings.targets());
      Path path = settings.file();
      if (path == null) {
        context.awaitStop();
      } else {
        follow(context, targets, path, conditions);
      }
    }
  }

  private void follow(SourceContext context, Targets targets, Path path, Conditions conditions)
      throws InterruptedException {
    TargetFile file = new TargetFile(path);
    while (context.awaitNext(LOOK)) {
      try {
        List<ScrapeTarget> named = file.changed();
        if (named != null) {
          targets.set(Stream.concat(settings.targets().stream(), named.stream()).toList());
        }
        conditions.set(path.toString(), null);
      } catch (IOException e) {
        conditions.set(path.toString(), "the targets stay as they are: " + e.getMessage());
      }
    }
  }
}
