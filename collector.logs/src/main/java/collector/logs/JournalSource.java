package collector.logs;

import monitor.api.capability.Capability;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Reads the systemd journal: one instance for each table {@code [[collector.journal]]}. */
@Component(configurationPid = JournalSource.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = JournalConfiguration.class, factory = true)
@SourceProperties(
    offers = {Capability.LOGS, Capability.REALTIME},
    requires = Capability.JOURNAL_ACCESS,
    kinds = "log",
    overflow = SourceProperties.Overflow.BLOCK)
public final class JournalSource implements EventSource {
  static final String PID = "collector.journal";

  private final JournalSettings settings;

  /**
   * A source for one configuration.
   *
   * @throws IllegalArgumentException if the configuration is wrong, naming each key
   */
  @Activate
  public JournalSource(JournalConfiguration configuration) {
    this(JournalSettings.of(configuration));
  }

  JournalSource(JournalSettings settings) {
    this.settings = settings;
  }

  @Override
  public void run(SourceContext context) throws Exception {
    new JournalTailer(context, settings, new Journalctl(settings)).run();
  }
}
