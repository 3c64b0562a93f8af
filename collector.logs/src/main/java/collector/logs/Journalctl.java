package collector.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the command {@code journalctl}, which is the stable interface of the journal's files.
 */
final class Journalctl {
  private static final int STREAM_BUFFER = 64 << 10;
  private static final int LONGEST_ERROR = 4096;

  private final JournalSettings settings;

  Journalctl(JournalSettings settings) {
    this.settings = settings;
  }

  /** A journalctl that runs. */
  record Child(Process process, BufferedInputStream out) implements AutoCloseable {
    /** How it ended, and the first that it wrote on standard error; waits until it has ended. */
    String complaint() throws IOException, InterruptedException {
      process.waitFor(5, TimeUnit.SECONDS);
      InputStream errors = process.getErrorStream();
      byte[] bytes = errors.readNBytes(Math.min(errors.available(), LONGEST_ERROR));
      String text = new String(bytes, StandardCharsets.UTF_8).strip();
      String ended = process.isAlive() ? "closed its output" : "ended with " + process.exitValue();
      return text.isEmpty() ? ended : ended + ": " + text.lines().findFirst().orElse("");
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  /**
   * Follows the journal from a place on.
   *
   * @param from arguments that say where to begin
   */
  Child follow(List<String> from) throws IOException {
    List<String> arguments = new ArrayList<>(settings.filters());
    arguments.addAll(from);
    arguments.add("--follow");
    arguments.add("--output-fields=" + fields());
    return start(arguments);
  }

  private String fields() {
    List<String> fields = new ArrayList<>(List.of("MESSAGE", "PRIORITY"));
    fields.addAll(JournalEntry.NAMES.keySet());
    fields.addAll(settings.fields());
    return String.join(",", fields);
  }

  /** The first entry at a cursor or behind it, filters left out; null if there is none. */
  @Nullable JournalCursor firstFrom(JournalCursor cursor) throws IOException {
    return one(List.of("--cursor=" + cursor.text(), "--lines=1"));
  }

  /** The last entry there is; null if there is none. */
  @Nullable JournalCursor last() throws IOException {
    return one(List.of("--lines=1"));
  }

  private @Nullable JournalCursor one(List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(arguments);
    all.add("--output-fields=PRIORITY");
    try (Child child = start(all)) {
      JournalEntry entry = new JournalExport(child.out(), 256).next();
      return entry == null ? null : entry.cursor();
    }
  }

  private Child start(List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("journalctl", "--output=export", "--no-pager", "--quiet", "--all"));
    if (!settings.directory().isEmpty()) {
      command.add("--directory=" + settings.directory());
    }
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    return new Child(process, new BufferedInputStream(process.getInputStream(), STREAM_BUFFER));
  }
}
