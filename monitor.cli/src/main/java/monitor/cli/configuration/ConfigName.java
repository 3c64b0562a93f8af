package monitor.cli.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import monitor.cli.client.ApiException;

/**
 * A key of the configuration that is to be set.
 *
 * @param pid of its table, which may be an instance that is not there yet
 * @param key the key
 */
record ConfigName(String pid, String key) {
  /**
   * Tells table and key apart, which both have dots.
   *
   * @param text {@code table.key}, of an instance {@code table~name.key}
   * @throws ApiException if it can be in no table
   */
  static ConfigName of(String text, List<JsonNode> tables) throws ApiException {
    List<ConfigName> places =
        tables.stream()
            .filter(table -> !ServedConfiguration.onlyInstances(table))
            .map(table -> table.path("pid").asText())
            .filter(pid -> text.startsWith(pid + "."))
            .map(pid -> new ConfigName(pid, text.substring(pid.length() + 1)))
            .sorted(Comparator.comparing(place -> -place.pid().length()))
            .toList();
    return places.stream()
        .filter(place -> keys(tables, place.pid()).contains(place.key()))
        .findFirst()
        .or(() -> instance(text, tables))
        .or(() -> places.stream().findFirst())
        .orElseThrow(() -> ConfigGet.missing(text));
  }

  /** In an instance that is not there: its key is the longest that the text ends with. */
  private static Optional<ConfigName> instance(String text, List<JsonNode> tables) {
    int mark = text.indexOf('~');
    int dot = text.lastIndexOf('.');
    if (mark < 0 || dot < mark) {
      return Optional.empty();
    }
    return tables.stream()
        .filter(ServedConfiguration::onlyInstances)
        .map(table -> table.path("pid").asText())
        .filter(text.substring(0, mark)::equals)
        .findFirst()
        .map(table ->
            keys(tables, table).stream()
                .filter(key -> text.substring(mark).endsWith("." + key))
                .max(Comparator.comparing(String::length))
                .orElse(text.substring(dot + 1)))
        .map(key -> new ConfigName(text.substring(0, text.length() - key.length() - 1), key));
  }

  private static List<String> keys(List<JsonNode> tables, String pid) {
    return tables.stream()
        .filter(table -> table.path("pid").asText().equals(pid))
        .flatMap(table -> ConfigEntry.of(table).stream())
        .map(ConfigEntry::id)
        .toList();
  }
}
