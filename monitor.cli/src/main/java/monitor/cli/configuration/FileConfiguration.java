package monitor.cli.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import monitor.api.operation.ConfigurationTable;
import monitor.cli.client.ApiException;
import monitor.cli.launch.Installation;
import monitor.config.ConfigurationFiles;
import monitor.config.PlatformSchema;
import monitor.config.Problem;
import monitor.config.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a file says, which need not be in force.
 *
 * @param entries every key of every table, and of every instance in the file, by name
 * @param defaults of these keys; missing for none
 * @param tables that are described here
 * @param problems of the file; what they concern is not compared
 */
record FileConfiguration(
    Map<String, ConfigEntry> entries,
    Map<String, JsonNode> defaults,
    Set<String> tables,
    List<Problem> problems) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a file and what lies beside it.
   *
   * @param installation whose bundles describe the tables
   * @param data the data folder, whose plugins do so too
   */
  static FileConfiguration read(Path file, Installation installation, Path data)
      throws ApiException {
    if (!Files.isRegularFile(file)) {
      throw new ApiException(
          ApiException.Kind.NOT_FOUND, "%s is no file that can be read".formatted(file));
    }
    // Nothing stands over this file: what should be the folder for it is none.
    ConfigurationFiles files = new ConfigurationFiles(file, file, System.getenv());
    Schema schema = PlatformSchema.read(installation.home(), data);
    List<ConfigurationTable> tables = files.tables(schema);
    Map<String, ConfigEntry> entries = new TreeMap<>();
    Map<String, JsonNode> defaults = new TreeMap<>();
    for (ConfigurationTable table : tables) {
      if (!table.factory() || !table.pid().equals(table.table())) {
        for (ConfigurationTable.Key key : table.keys()) {
          ConfigEntry entry = entry(table.pid(), key);
          entries.put(entry.name(), entry);
          defaults.put(entry.name(), node(DefaultValue.of(key)));
        }
      }
    }
    return new FileConfiguration(
        entries,
        defaults,
        tables.stream().map(ConfigurationTable::table).collect(Collectors.toSet()),
        files.read(schema).problems());
  }

  private static ConfigEntry entry(String pid, ConfigurationTable.Key key) {
    return new ConfigEntry(
        pid,
        key.id(),
        node(key.value()),
        Origin.of(pid, key.origin()),
        key.type().secret(),
        key.editable());
  }

  private static JsonNode node(@Nullable Object value) {
    return value == null ? MissingNode.getInstance() : JSON.valueToTree(value);
  }

  /** Names of what is set on one side and cannot be compared. */
  List<String> notCompared(List<ConfigEntry> inForce) {
    return sides(inForce).stream()
        .filter(side -> !comparable(side))
        .map(ConfigDifference::name)
        .toList();
  }

  /** Where both differ. */
  List<ConfigDifference> differences(List<ConfigEntry> inForce) {
    return sides(inForce).stream()
        .filter(this::comparable)
        .filter(side -> !side.before().equals(side.now()))
        .toList();
  }

  /** What is set on one side at least, by name; what is not has its default. */
  private List<ConfigDifference> sides(List<ConfigEntry> inForce) {
    Map<String, ConfigEntry> others = new TreeMap<>();
    inForce.forEach(entry -> others.put(entry.name(), entry));
    Set<String> names = new TreeSet<>();
    Stream.of(entries, others)
        .flatMap(side -> side.values().stream())
        .filter(ConfigEntry::set)
        .forEach(entry -> names.add(entry.name()));
    return names.stream()
        .map(
            name -> new ConfigDifference(orDefault(entries.get(name)), orDefault(others.get(name))))
        .toList();
  }

  private @Nullable ConfigEntry orDefault(@Nullable ConfigEntry entry) {
    return entry == null
        ? null
        : entry.orDefault(defaults.getOrDefault(entry.name(), MissingNode.getInstance()));
  }

  private boolean comparable(ConfigDifference side) {
    return Stream.of(side.otherwise(), side.inForce())
            .flatMap(Stream::ofNullable)
            .noneMatch(ConfigEntry::hidden)
        && tables.contains(side.table())
        && problems.stream().noneMatch(problem -> problem.key().equals(side.name()));
  }
}
