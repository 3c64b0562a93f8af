package collector.logs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import monitor.api.capability.Capability;
import monitor.api.operation.Platform;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.metatype.annotations.Designate;

/** Reads the lines of log files: one instance for each table {@code [[collector.logs]]}. */
@Component(configurationPid = LogFileSource.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = LogFileConfiguration.class, factory = true)
@SourceProperties(
    offers = {Capability.LOGS, Capability.REALTIME},
    kinds = "log",
    overflow = SourceProperties.Overflow.BLOCK,
    positionFormat = Place.FORMAT)
public final class LogFileSource implements EventSource {
  static final String PID = "collector.logs";

  private final LogFileSettings settings;
  private final @Nullable Path data;

  /**
   * A source for one configuration.
   *
   * @param platform tells the data folder, which is never read
   * @throws IllegalArgumentException if the configuration is wrong, naming each key
   */
  @Activate
  public LogFileSource(
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable Platform platform,
      LogFileConfiguration configuration) {
    this(LogFileSettings.of(configuration), platform == null ? null : platform.data());
  }

  /**
   * A source for a program that embeds the platform: reads these files from their beginning, with
   * the defaults of the configuration.
   *
   * @param paths absolute, with wild cards
   * @throws IllegalArgumentException if one of them is not well-formed
   */
  public static LogFileSource reading(String... paths) {
    return new LogFileSource(LogFileSettings.reading(List.of(paths)), null);
  }

  LogFileSource(LogFileSettings settings, @Nullable Path data) {
    this.settings = settings;
    this.data = data;
  }

  @Override
  public void run(SourceContext context) throws Exception {
    try (DirectoryWatch watch = new DirectoryWatch()) {
      context.closeOnStop(watch);
      FileFinder finder =
          new FileFinder(settings.include(), settings.exclude(), own(context.folder()));
      new LogTailer(context, settings, finder, watch).run();
    }
  }

  private List<Path> own(Path folder) {
    List<Path> own = new ArrayList<>();
    own.add(folder.toAbsolutePath().normalize());
    if (data != null) {
      own.add(data.toAbsolutePath().normalize());
    }
    return own;
  }
}
