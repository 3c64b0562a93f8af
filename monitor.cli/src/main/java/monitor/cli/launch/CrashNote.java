package monitor.cli.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the supervisor wrote down about a process that ended unexpectedly, in {@code
 * run/crash.json}.
 *
 * @param pid the process
 * @param time when it was found to have ended; empty if nobody was there to see it
 * @param cause {@code signal 9} or {@code exit code 3}; empty like the time
 * @param restarts how often it was started again since it was last started on purpose
 * @param lines the last lines of its log
 */
record CrashNote(String pid, String time, String cause, int restarts, List<String> lines) {
  static final String FILE = "run/crash.json";

  private static final int SIGNALS = 128;

  /** Copies the lines. */
  CrashNote {
    lines = List.copyOf(lines);
  }

  /** The note about a process, or what is known without one. */
  static CrashNote read(Path data, String pid) {
    try {
      JsonNode note = JsonMapper.builder().build().readTree(data.resolve(FILE).toFile());
      if (note.path("pid").asText().equals(pid)) {
        return of(note);
      }
    } catch (IOException e) {
      // Nobody supervised it, or the note could not be written.
    }
    return new CrashNote(pid, "", "", 0, List.of());
  }

  private static CrashNote of(JsonNode note) {
    List<String> lines = new ArrayList<>();
    note.path("lines").forEach(line -> lines.add(line.asText()));
    int exit = note.path("exit").asInt();
    return new CrashNote(
        note.path("pid").asText(),
        note.path("time").asText(),
        exit > SIGNALS ? "signal " + (exit - SIGNALS) : "exit code " + exit,
        note.path("restarts").asInt(),
        lines);
  }

  /** One sentence, and the last lines. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Process ").append(pid).append(" ended unexpectedly");
    if (!time.isEmpty()) {
      text.append(" at ").append(time).append(" with ").append(cause);
      text.append(", restart ").append(restarts);
    }
    text.append("; what it held is recovered.");
    lines.forEach(line -> text.append(System.lineSeparator()).append("  ").append(line));
    return text.toString();
  }
}
