package monitor.cli.environment;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import monitor.api.operation.ConfigurationTable;
import monitor.cli.configuration.DefaultValue;
import monitor.cli.configuration.Origin;
import monitor.config.ConfigurationFiles;

/**
 * Every key of the configuration and what set it, and the ports among them.
 *
 * @param tables as they are set
 * @param properties of each PID, as far as they are right; may hold secrets
 * @param files that they were read from
 */
record EnvSettings(
    List<ConfigurationTable> tables,
    Map<String, Map<String, Object>> properties,
    ConfigurationFiles files) {

  /** Where the platform listens; agents only where a table says so. */
  List<EnvEntry> ports() {
    Stream<EnvEntry> http =
        key("monitor.rest", "port").stream()
            .map(port ->
                port(
                    "http",
                    inForce("monitor.rest", "host") + ":" + inForce("monitor.rest", "port"),
                    "monitor.rest",
                    port));
    Stream<EnvEntry> agents =
        key("receiver.websocket", "listen").stream()
            .filter(listen -> properties.containsKey("receiver.websocket"))
            .map(listen ->
                port(
                    "agents",
                    inForce("receiver.websocket", "listen"),
                    "receiver.websocket",
                    listen));
    return Stream.concat(http, agents).toList();
  }

  private EnvEntry port(String name, Object value, String pid, ConfigurationTable.Key key) {
    return new EnvEntry("port", name, value, origin(pid, key), pid + "." + key.id());
  }

  private Optional<ConfigurationTable.Key> key(String pid, String id) {
    return tables.stream()
        .filter(table -> table.pid().equals(pid))
        .flatMap(table -> table.keys().stream())
        .filter(key -> key.id().equals(id))
        .findFirst();
  }

  /** An address is no secret, also where a variable was put into it. */
  private Object inForce(String pid, String id) {
    Object set = properties.getOrDefault(pid, Map.of()).get(id);
    return set != null
        ? set
        : key(pid, id).map(DefaultValue::of).map(Objects::requireNonNull).orElse("");
  }

  /** The keys of every table; of one that has instances those of each. */
  List<EnvEntry> settings() {
    return tables.stream()
        .filter(table -> !table.factory() || table.pid().contains("~"))
        .flatMap(table -> table.keys().stream().map(key -> setting(table.pid(), key)))
        .toList();
  }

  private EnvEntry setting(String pid, ConfigurationTable.Key key) {
    boolean set = !key.origin().isEmpty();
    String note =
        key.type().secret()
            ? set ? "a secret, not shown" : "a secret, not set"
            : set && key.value() == null ? "not shown: a variable or a file was put into it" : "";
    Object value = set ? key.value() : DefaultValue.of(key);
    return new EnvEntry("setting", pid + "." + key.id(), value, origin(pid, key), note);
  }

  private String origin(String pid, ConfigurationTable.Key key) {
    Origin origin = Origin.of(pid, key.origin());
    boolean ofProcess = files.environment().containsKey(origin.place());
    return origin.kind().equals(Origin.ENVIRONMENT) && !ofProcess
        ? files.variables() + " " + origin.place()
        : origin.toString();
  }
}
