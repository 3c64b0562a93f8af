package collector.metrics;

import monitor.api.capability.Capability;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Measures this host at a fixed rate and emits one unit of samples for each round, and one of
 * processes where they were looked at. Nothing is read again after a restart: a moment that was not
 * measured is gone, so it has no positions, and the oldest samples give way first.
 */
@Component(name = "collector.metrics")
@Designate(ocd = MetricsConfiguration.class)
@SourceProperties(
    offers = {Capability.PERFORMANCE, Capability.PROCESS, Capability.SYSTEM_WIDE},
    kinds = {"sample", "process"})
public final class MetricsSource implements EventSource {
  private final MetricsSettings settings;

  /**
   * A source that has not measured yet.
   *
   * @throws IllegalArgumentException if the configuration is wrong, with every problem
   */
  @Activate
  public MetricsSource(MetricsConfiguration configuration) {
    this(MetricsSettings.of(configuration));
  }

  MetricsSource(MetricsSettings settings) {
    this.settings = settings;
  }

  @Override
  public void run(SourceContext context) {
    Sampler sampler = new Sampler(Schedule.of(settings, System::nanoTime), context);
    while (context.awaitNext(settings.interval())) {
      sampler.sample();
    }
  }
}
