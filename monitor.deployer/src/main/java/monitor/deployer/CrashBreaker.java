package monitor.deployer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import monitor.api.operation.Incident;
import monitor.deployer.crash.Autopsy;
import monitor.deployer.crash.Autopsy.Changed;
import monitor.deployer.crash.CrashBook;
import monitor.deployer.crash.CrashBook.Crash;
import monitor.deployer.verify.PluginJar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a plugin stopped that ended the process three times within five minutes. Runs once, before
 * any plugin is started.
 */
final class CrashBreaker {
  private static final Logger LOG = LoggerFactory.getLogger(CrashBreaker.class);
  private static final Set<String> CHANGES = Set.of("install", "upgrade", "rollback", "enable");

  /** Who does it, in the history. */
  static final String REQUESTER = "crash-loop breaker";

  private final Path data;
  private final Path book;
  private final PluginStore store;
  private final Installed installed;
  private final StartMark mark;
  private final Incidents incidents;
  private final InstantSource clock;

  CrashBreaker(
      Folders folders,
      PluginStore store,
      Installed installed,
      StartMark mark,
      Incidents incidents,
      InstantSource clock) {
    this.data = folders.data();
    this.book = folders.own().resolve("crashes.json");
    this.store = store;
    this.installed = installed;
    this.mark = mark;
    this.incidents = incidents;
    this.clock = clock;
  }

  /** Looks how the processes before this one ended; a failure of that stops no start. */
  void run() {
    try {
      Autopsy autopsy = new Autopsy(data, this::owner, mark.left(), changedLast());
      CrashBook now = JsonFiles.read(book, CrashBook.class).orElse(CrashBook.empty());
      for (Crash crash : autopsy.fresh(now, clock.instant())) {
        now = judge(now.with(crash), crash);
        JsonFiles.write(book, now);
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("It could not be found out whether a plugin ended the process.", e);
    }
  }

  private CrashBook judge(CrashBook now, Crash crash) throws IOException {
    if (crash.plugin().isEmpty()) {
      LOG.warn("At {} {}.", crash.time(), crash.why());
      return now;
    }
    incidents.report(crash.plugin(), Incident.Kind.CRASH, crash.why(), new StackTraceElement[0]);
    if (!now.loops(crash.plugin(), crash.time())) {
      return now;
    }
    String why =
        "%d times within %d minutes, the last time %s"
            .formatted(CrashBook.LOOP, CrashBook.WINDOW.toMinutes(), crash.why());
    disable(crash.plugin(), why);
    return now.forgiving(crash.plugin());
  }

  private void disable(String plugin, String why) throws IOException {
    Optional<PluginRecord> record = installed.record(plugin);
    if (record.isPresent() && !record.get().disabled()) {
      store.write(
          record
              .get()
              .withDisabled(true)
              .withEntry(
                  new PluginRecord.Entry(
                      "", record.get().version(), "", clock.instant(), REQUESTER, why, "disable")));
      LOG.error("The plugin {} stays disabled until a person enables it: {}.", plugin, why);
    }
  }

  private Optional<Changed> changedLast() throws IOException {
    return installed.records().stream()
        .filter(record -> !record.disabled() && !record.removed())
        .flatMap(record ->
            record.history().stream()
                .filter(entry -> CHANGES.contains(entry.action()))
                .map(entry -> new Changed(record.name(), entry.at())))
        .max(Comparator.comparing(Changed::at));
  }

  /** The plugin whose jar holds a class. */
  private Optional<String> owner(String type) {
    try {
      for (PluginRecord record : installed.records()) {
        Optional<PluginJar> jar = installed.jar(record);
        if (jar.isPresent() && holds(jar.get(), type.replace('.', '/') + ".class")) {
          return Optional.of(record.name());
        }
      }
    } catch (IOException e) {
      LOG.warn("It could not be found out whose class {} is.", type, e);
    }
    return Optional.empty();
  }

  private static boolean holds(PluginJar jar, String entry) throws IOException {
    try (ZipFile zip = new ZipFile(jar.file().toFile())) {
      return zip.getEntry(entry) != null;
    }
  }
}
