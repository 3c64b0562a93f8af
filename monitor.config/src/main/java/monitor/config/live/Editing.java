package monitor.config.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import monitor.api.operation.ConfigurationRefusedException;
import monitor.api.operation.ConfigurationRefusedException.Reason;
import monitor.api.operation.ConfigurationTable;
import monitor.api.operation.ConfigurationTables;
import monitor.api.operation.Requester;
import monitor.config.Configuration;
import monitor.config.ConfigurationFiles;
import monitor.config.Problem;
import monitor.config.Schema;
import monitor.config.Tables;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the overlay: tried beside the real one first, noted, written, applied. Safe for use by
 * any thread.
 */
final class Editing implements ConfigurationTables {
  private static final Logger LOG = LoggerFactory.getLogger("monitor.config");
  private static final Pattern PID =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(~[A-Za-z0-9][A-Za-z0-9._-]{0,63})?");

  /** Who changed what; no name of a file that is read as a configuration. */
  private static final String NOTES = "changes.jsonl";

  private static final long MOST_NOTES_BYTES = 4 << 20;
  private static final JsonFactory JSON = new JsonFactory();

  private final ConfigurationFiles files;
  private final Supplier<Schema> schema;
  private final Runnable apply;
  private final InstantSource clock;

  Editing(ConfigurationFiles files, Supplier<Schema> schema, Runnable apply, InstantSource clock) {
    this.files = files;
    this.schema = schema;
    this.apply = apply;
    this.clock = clock;
  }

  @Override
  public List<ConfigurationTable> tables() {
    return files.tables(schema.get());
  }

  @Override
  public synchronized void set(
      String pid, Map<String, Object> values, Requester requester, boolean dryRun)
      throws ConfigurationRefusedException, IOException {
    Schema tables = schema.get();
    check(pid, values, tables);
    byte[] overlay = json(values);
    boolean removes = values.isEmpty() && Files.exists(file(files.overlay(), pid));
    tryOut(pid, overlay, removes, tables);
    if (!dryRun) {
      Files.createDirectories(files.overlay());
      note(pid, overlay, requester);
      write(file(files.overlay(), pid), values.isEmpty() ? null : overlay);
      LOG.info("{} set {} of {} over the files.", requester.name(), values.keySet(), pid);
      apply.run();
    }
  }

  /** What may be set at all, before anything is written anywhere. */
  private void check(String pid, Map<String, Object> values, Schema tables)
      throws ConfigurationRefusedException {
    String name = pid.split("~", 2)[0];
    ConfigurationTable table =
        files.tables(tables).stream()
            .filter(one -> one.table().equals(name) && PID.matcher(pid).matches())
            .filter(one -> one.factory() == pid.contains("~"))
            .findFirst()
            .orElse(null);
    if (table == null) {
      throw refused(Reason.UNKNOWN, "There is no table %s.".formatted(pid));
    }
    if (Tables.CLOSED.contains(name)) {
      throw refused(Reason.CLOSED, "The table %s is set in its files only.".formatted(name));
    }
    Map<String, String> secrets = new TreeMap<>();
    table.keys().stream()
        .filter(key -> key.type().secret() && values.containsKey(key.id()))
        .forEach(key -> secrets.put(key.id(), "is a secret: set it in a file or by a variable"));
    if (!secrets.isEmpty()) {
      throw wrong(pid, secrets);
    }
  }

  /**
   * Reads everything with a copy of the overlay in which this table is changed.
   *
   * @param removes whether nothing is left of what the overlay has of it
   */
  private void tryOut(String pid, byte[] overlay, boolean removes, Schema tables)
      throws ConfigurationRefusedException, IOException {
    Configuration now = files.read(tables);
    if (!now.valid()) {
      throw refused(
          Reason.FILES,
          "The files are wrong, so nothing can be applied: " + now.problems().getFirst());
    }
    Path copy = Files.createTempDirectory("monitor-overlay");
    try {
      for (Path other : overlays(files.overlay())) {
        Files.copy(other, copy.resolve(other.getFileName()));
      }
      if (removes) {
        Files.delete(file(copy, pid));
      } else {
        Files.write(file(copy, pid), overlay);
      }
      Configuration then =
          new ConfigurationFiles(files.main(), copy, files.environment()).read(tables);
      Map<String, String> problems = new TreeMap<>();
      then.problems().forEach(problem -> problems.put(key(pid, problem), problem.message()));
      then.warnings().stream()
          .filter(warning -> warning.file().equals(file(copy, pid)))
          .forEach(warning -> problems.put(key(pid, warning), reason(warning)));
      if (!problems.isEmpty()) {
        throw wrong(pid, problems);
      }
    } finally {
      for (Path left : overlays(copy)) {
        Files.deleteIfExists(left);
      }
      Files.deleteIfExists(copy);
    }
  }

  private static String key(String pid, Problem problem) {
    return problem.key().startsWith(pid + ".")
        ? problem.key().substring(pid.length() + 1)
        : problem.key();
  }

  /** Nothing is left out here: it is refused. */
  private static String reason(Problem warning) {
    String leftOut = ConfigurationFiles.LEFT_OUT;
    return warning.message().startsWith(leftOut)
        ? warning.message().substring(leftOut.length())
        : warning.message();
  }

  private static List<Path> overlays(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  private static Path file(Path folder, String pid) {
    return folder.resolve(pid + ".json");
  }

  private static ConfigurationRefusedException refused(Reason reason, String message) {
    return new ConfigurationRefusedException(reason, message, Map.of());
  }

  private static ConfigurationRefusedException wrong(String pid, Map<String, String> problems) {
    return new ConfigurationRefusedException(
        Reason.WRONG, "What is to be set in %s is wrong.".formatted(pid), problems);
  }

  private static byte[] json(Map<String, Object> values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      for (Map.Entry<String, Object> entry : new TreeMap<>(values).entrySet()) {
        out.writeFieldName(entry.getKey());
        value(out, entry.getValue());
      }
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void value(JsonGenerator out, Object value) throws IOException {
    switch (value) {
      case String text -> out.writeString(text);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Boolean truth -> out.writeBoolean(truth);
      case List<?> items -> {
        out.writeStartArray();
        for (Object item : items) {
          value(out, item);
        }
        out.writeEndArray();
      }
      default -> throw new IllegalArgumentException("no value: " + value.getClass().getName());
    }
  }

  /** Before anything changes, so that no change is without a note. */
  private void note(String pid, byte[] overlay, Requester requester) throws IOException {
    Path file = file(files.overlay(), pid);
    Path notes = files.overlay().resolve(NOTES);
    if (Files.exists(notes) && Files.size(notes) > MOST_NOTES_BYTES) {
      Path older = notes.resolveSibling(NOTES + ".1");
      Files.move(notes, older, StandardCopyOption.REPLACE_EXISTING);
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("time", clock.instant().toString());
      out.writeStringField("by", requester.name());
      out.writeStringField("table", pid);
      out.writeFieldName("before");
      out.writeRawValue(Files.exists(file) ? Files.readString(file) : "{}");
      out.writeFieldName("after");
      out.writeRawValue(new String(overlay, StandardCharsets.UTF_8));
      out.writeEndObject();
    }
    line.write('\n');
    try (FileChannel out =
        FileChannel.open(
            notes,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      force(out, line.toByteArray());
    }
  }

  /** Complete or not at all. */
  private static void write(Path file, byte @Nullable [] content) throws IOException {
    if (content == null) {
      Files.deleteIfExists(file);
    } else {
      Path aside = file.resolveSibling(file.getFileName() + ".new");
      try (FileChannel out =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        force(out, content);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel folder = FileChannel.open(file.resolveSibling("."))) {
      folder.force(true);
    }
  }

  private static void force(FileChannel out, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      out.write(rest);
    }
    out.force(true);
  }
}
