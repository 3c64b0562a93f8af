package monitor.cli.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor config get}. */
@Command(name = "get", description = "Shows what is in force, and what sets it. Shows no secret.")
final class ConfigGet implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "KEY",
      description =
          "A key such as sink.postgres.retention, or a table such as collector.logs~app, with its defaults (default: every key that something sets).")
  private String name = "";

  @Option(names = "--all", description = "Every key of every table, with its default.")
  private boolean all;

  @SuppressWarnings("NullAway.Init")
  ConfigGet() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    ServedConfiguration served = ServedConfiguration.of(server);
    List<JsonNode> tables = served.tables();
    List<ConfigEntry> entries =
        tables.stream()
            .filter(table -> !ServedConfiguration.onlyInstances(table))
            .flatMap(table -> ConfigEntry.of(table).stream())
            .toList();
    List<ConfigEntry> found = name.isEmpty() ? chosen(entries) : named(entries);
    if (!name.isEmpty() && found.isEmpty()) {
      throw missing(name);
    }
    List<ConfigEntry> shown = withDefaults(found, served);
    PrintWriter out = spec.commandLine().getOut();
    if (output.table()) {
      Table table = new Table("KEY", "VALUE", "FROM");
      shown.forEach(each -> table.row(each.name(), each.text(), each.origin().toString()));
      table.print(out);
    } else {
      ObjectNode whole = JsonNodeFactory.instance.objectNode();
      shown.forEach(each -> whole.withArray("keys").add(each.json()));
      output.print(out, whole, whole.withArray("keys"));
    }
    return ExitCode.OK;
  }

  /** What is not there, and where to look. */
  static ApiException missing(String name) {
    return new ApiException(
        ApiException.Kind.NOT_FOUND,
        "Not found: there is no table, instance or key '%s'; `monitor config schema` lists the tables"
            .formatted(name));
  }

  private List<ConfigEntry> chosen(List<ConfigEntry> entries) {
    return all ? entries : entries.stream().filter(ConfigEntry::set).toList();
  }

  /** The key of this name, else what lies below it. */
  private List<ConfigEntry> named(List<ConfigEntry> entries) {
    List<ConfigEntry> exact = entries.stream().filter(each -> each.name().equals(name)).toList();
    return exact.isEmpty()
        ? entries.stream()
            .filter(
                each -> each.name().startsWith(name + ".") || each.name().startsWith(name + "~"))
            .toList()
        : exact;
  }

  private static List<ConfigEntry> withDefaults(
      List<ConfigEntry> entries, ServedConfiguration served) throws ApiException {
    ObjectNode schemas = JsonNodeFactory.instance.objectNode();
    List<ConfigEntry> complete = new ArrayList<>();
    for (ConfigEntry entry : entries) {
      String table = entry.pid().split("~", 2)[0];
      if (!entry.set() && !schemas.has(table)) {
        schemas.set(table, served.schema(table));
      }
      complete.add(entry.orDefault(ConfigEntry.standard(schemas.path(table), entry.id())));
    }
    return complete;
  }
}
