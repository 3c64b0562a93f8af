package monitor.deployer.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads how processes before this one ended: the files that a crashing JVM leaves in {@code logs},
 * and the supervisor's note. A signal from outside is nobody's doing.
 */
final class Deaths {
  private static final Logger LOG = LoggerFactory.getLogger(Deaths.class);
  private static final Pattern CRASH_LOG = Pattern.compile("crash-(\\d+)\\.log");
  private static final Pattern FRAME =
      Pattern.compile(
          "^[Jj]\\s+(?:\\d+%?\\s*!?\\s*(?:c[12]\\s+)?)?(?:[\\w.]+@[\\w.+]+/)?([\\w.$/]+)\\.[\\w$<>]+\\(");
  private static final int SIGNALS = 128;

  private final Path data;

  Deaths(Path data) {
    this.data = data;
  }

  /** Those since then. */
  List<Death> since(Instant begin) throws IOException {
    List<Death> deaths = new ArrayList<>();
    Set<String> crashed = new LinkedHashSet<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(data.resolve("logs"), "crash-*.log")) {
      for (Path file : files) {
        Matcher name = CRASH_LOG.matcher(file.getFileName().toString());
        Instant time = Files.getLastModifiedTime(file).toInstant();
        if (name.matches() && time.isAfter(begin)) {
          crashed.add(name.group(1));
          deaths.add(crash(file, time));
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("There is no folder of logs yet.", e);
    }
    note()
        .filter(note -> !crashed.contains(note.path("pid").asText()))
        .flatMap(Deaths::exit)
        .filter(death -> death.time().isAfter(begin))
        .ifPresent(deaths::add);
    return deaths;
  }

  private static Death crash(Path file, Instant time) throws IOException {
    Set<String> types = new LinkedHashSet<>();
    boolean stack = false;
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
      stack |= line.startsWith("Stack: ");
      if (line.startsWith("Registers:") || line.startsWith("---------------  P R O C E S S")) {
        break;
      }
      Matcher frame = FRAME.matcher(line);
      if (stack && frame.find()) {
        types.add(frame.group(1).replace('/', '.'));
      }
    }
    String name = file.getFileName().toString();
    return new Death(
        name + " " + time.toEpochMilli(),
        time,
        "by a crash of the JVM (logs/%s)".formatted(name),
        types);
  }

  private Optional<JsonNode> note() {
    try {
      return Optional.of(
          JsonMapper.builder().build().readTree(data.resolve("run/crash.json").toFile()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** An exit that nobody asked for: a call that halts, or the end of the memory. */
  private static Optional<Death> exit(JsonNode note) {
    int code = note.path("exit").asInt();
    if (code > SIGNALS || !note.has("time")) {
      return Optional.empty();
    }
    String time = note.path("time").asText();
    try {
      return Optional.of(
          new Death(
              "note " + note.path("pid").asText() + " " + time,
              Instant.parse(time),
              code == 3 ? "with exit code 3, as when memory runs out" : "with exit code " + code,
              Set.of()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
