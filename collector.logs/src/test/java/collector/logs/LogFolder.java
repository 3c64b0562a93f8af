package collector.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.testkit.SourceHarness;

/** A folder with log files, and a source that reads them. */
final class LogFolder {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;

  LogFolder(Path folder) {
    this.folder = folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  void append(String name, String text) throws IOException {
    append(name, text.getBytes(StandardCharsets.UTF_8));
  }

  void append(String name, byte[] bytes) throws IOException {
    Files.write(path(name), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void rename(String from, String to) throws IOException {
    Files.move(path(from), path(to));
  }

  void copy(String from, String to) throws IOException {
    Files.copy(path(from), path(to));
  }

  void truncate(String name) throws IOException {
    Files.newByteChannel(path(name), StandardOpenOption.WRITE).truncate(0).close();
  }

  void delete(String name) throws IOException {
    Files.delete(path(name));
  }

  /** Makes a compressed file of one, which is removed then. */
  void compress(String from, String to) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path(to)))) {
      Files.copy(path(from), out);
    }
    delete(from);
  }

  /** A configuration for files of this folder. */
  Settings settings(String... patterns) {
    return new Settings(folder, List.of(patterns));
  }

  /** A source that reads {@code *.log}. */
  SourceHarness harness() {
    return settings("*.log").harness();
  }

  /** The durable lines, in order. */
  static List<String> lines(SourceHarness harness) {
    return harness.recorded().events().stream().map(LogFolder::text).toList();
  }

  static String text(Event event) {
    return line(event).body().toString();
  }

  static LogLine line(Event event) {
    return (LogLine) event.payload();
  }

  static List<String> await(SourceHarness harness, int count) throws InterruptedException {
    return harness.awaitEvents(count, PATIENCE).stream().map(LogFolder::text).toList();
  }

  /** Settings with short times for tests. */
  record Settings(Path folder, LogFileSettings settings) {
    Settings(Path folder, List<String> patterns) {
      this(
          folder,
          new LogFileSettings(
              patterns.stream().map(p -> PathPattern.parse(folder + "/" + p)).toList(),
              List.of(),
              false,
              RecordSettings.plain(1024),
              Duration.ofMillis(100),
              Duration.ofSeconds(30),
              64,
              Duration.ofMillis(500)));
    }

    Settings excluding(String pattern) {
      return with(
          List.of(PathPattern.parse(folder + "/" + pattern)),
          settings.fromEnd(),
          settings.rotateWait(),
          settings.maxOpenFiles());
    }

    Settings records(RecordSettings records) {
      return new Settings(
          folder,
          new LogFileSettings(
              settings.include(),
              settings.exclude(),
              settings.fromEnd(),
              records,
              settings.scanInterval(),
              settings.rotateWait(),
              settings.maxOpenFiles(),
              settings.copyWait()));
    }

    Settings scanInterval(Duration interval) {
      return looking(interval, settings.copyWait());
    }

    /** How long a copy waits for its original to be truncated. */
    Settings copyWait(Duration wait) {
      return looking(settings.scanInterval(), wait);
    }

    private Settings looking(Duration interval, Duration copyWait) {
      return new Settings(
          folder,
          new LogFileSettings(
              settings.include(),
              settings.exclude(),
              settings.fromEnd(),
              settings.records(),
              interval,
              settings.rotateWait(),
              settings.maxOpenFiles(),
              copyWait));
    }

    Settings fromEnd() {
      return with(settings.exclude(), true, settings.rotateWait(), settings.maxOpenFiles());
    }

    Settings rotateWait(Duration wait) {
      return with(settings.exclude(), settings.fromEnd(), wait, settings.maxOpenFiles());
    }

    Settings maxOpenFiles(int files) {
      return with(settings.exclude(), settings.fromEnd(), settings.rotateWait(), files);
    }

    private Settings with(
        List<PathPattern> exclude, boolean fromEnd, Duration rotateWait, int maxOpenFiles) {
      return new Settings(
          folder,
          new LogFileSettings(
              settings.include(),
              exclude,
              fromEnd,
              settings.records(),
              settings.scanInterval(),
              rotateWait,
              maxOpenFiles,
              settings.copyWait()));
    }

    LogFileSource source() {
      return new LogFileSource(settings, folder.resolve("platform"));
    }

    SourceHarness harness() {
      return SourceHarness.of(source());
    }
  }
}
