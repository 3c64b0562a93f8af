package collector.traffic;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import monitor.api.capability.Capability;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import monitor.api.status.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Reads capture files, each once: one instance for each table {@code [[collector.pcap]]}. */
@Component(configurationPid = ReplaySource.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ReplayConfiguration.class, factory = true)
@SourceProperties(
    offers = {Capability.NETWORK, Capability.CUSTOM},
    kinds = {"flow", "sample", "traffic.dns", "traffic.talker"},
    overflow = SourceProperties.Overflow.BLOCK)
public final class ReplaySource implements EventSource {
  static final String PID = "collector.pcap";
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final ReplaySettings settings;

  /**
   * A source for one configuration.
   *
   * @throws IllegalArgumentException if the configuration is wrong, naming each key
   */
  @Activate
  public ReplaySource(ReplayConfiguration configuration) {
    this(ReplaySettings.of(configuration));
  }

  ReplaySource(ReplaySettings settings) {
    this.settings = settings;
  }

  @Override
  public void run(SourceContext context) {
    Replays replays = new Replays(context, settings.traffic());
    Map<Path, String> troubles = new TreeMap<>();
    while (context.awaitNext(LOOK)) {
      SortedSet<Path> found = find(troubles);
      for (Path path : found) {
        if (context.stopping()) {
          return;
        }
        read(replays, path, troubles);
      }
      troubles.keySet().removeIf(path -> !found.contains(path) && Files.notExists(path));
      replays.forgetGone();
      context.report(
          troubles.isEmpty()
              ? Status.OK
              : Status.degraded(String.join("; ", troubles.values().stream().limit(5).toList())));
    }
  }

  private void read(Replays replays, Path path, Map<Path, String> troubles) {
    try {
      if (complete(path)) {
        String damage = replays.read(path);
        troubles.remove(path);
        if (damage != null) {
          troubles.put(path, path + " is damaged, and was read up to there: " + damage);
        }
      }
    } catch (IOException e) {
      troubles.put(path, path + " cannot be read: " + e);
    }
  }

  private boolean complete(Path path) throws IOException {
    long age = System.currentTimeMillis() - Files.getLastModifiedTime(path).toMillis();
    return age >= settings.settle().toMillis();
  }

  private SortedSet<Path> find(Map<Path, String> troubles) {
    SortedSet<Path> found = new TreeSet<>();
    for (Path path : settings.paths()) {
      Path folder = path.getParent();
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(folder, String.valueOf(path.getFileName()))) {
        files.forEach(found::add);
        troubles.remove(folder);
      } catch (NoSuchFileException | NotDirectoryException e) {
        troubles.put(folder, "there is no folder " + folder);
      } catch (IOException | DirectoryIteratorException e) {
        troubles.put(folder, "%s cannot be listed: %s".formatted(folder, e));
      }
    }
    found.removeIf(path -> !Files.isRegularFile(path));
    return found;
  }
}
