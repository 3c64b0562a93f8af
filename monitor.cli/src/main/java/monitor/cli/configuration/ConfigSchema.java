package monitor.cli.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.client.Texts;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor config schema}. */
@Command(
    name = "schema",
    description =
        "Shows what the keys of a table take, with -o json as JSON Schema; without a name lists the tables.")
final class ConfigSchema implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PLUGIN",
      description = "A table, such as sink.postgres, or what several begin with.")
  private String name = "";

  @SuppressWarnings("NullAway.Init")
  ConfigSchema() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    ServedConfiguration served = ServedConfiguration.of(server);
    if (name.isEmpty()) {
      list(described(served));
      return ExitCode.OK;
    }
    try {
      JsonNode schema = served.schema(name);
      print(Map.of(name, schema), schema);
    } catch (ApiException e) {
      if (e.kind() != ApiException.Kind.NOT_FOUND) {
        throw e;
      }
      below(served);
    }
    return ExitCode.OK;
  }

  /** Of tables with instances the one that describes them. */
  private static List<JsonNode> described(ServedConfiguration served) throws ApiException {
    return served.tables().stream()
        .filter(table -> table.path("pid").asText().equals(table.path("table").asText()))
        .toList();
  }

  private void list(List<JsonNode> tables) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (!output.table()) {
      ObjectNode whole = JsonNodeFactory.instance.objectNode();
      for (JsonNode table : tables) {
        ObjectNode one = whole.withArray("tables").addObject();
        for (String field : List.of("table", "name", "description", "factory", "editable")) {
          one.set(field, table.path(field));
        }
      }
      output.print(out, whole, whole.withArray("tables"));
      return;
    }
    Table table = new Table("TABLE", "SET BY", "WHAT");
    for (JsonNode each : tables) {
      String pid = each.path("pid").asText();
      table.row(
          each.path("factory").asBoolean() ? "[[" + pid + "]]" : "[" + pid + "]",
          each.path("editable").asBoolean() ? "files, and over them" : "files only",
          each.path("description").asText());
    }
    table.print(out);
  }

  /** The tables of a name that is none itself, as that of a plugin with several can be. */
  private void below(ServedConfiguration served) throws ApiException, JsonProcessingException {
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    for (JsonNode table : described(served)) {
      String pid = table.path("pid").asText();
      if (pid.startsWith(name + ".")) {
        schemas.put(pid, served.schema(pid));
        whole.set(pid, schemas.get(pid));
      }
    }
    if (schemas.isEmpty()) {
      throw ConfigGet.missing(name);
    }
    print(schemas, whole);
  }

  private void print(Map<String, JsonNode> schemas, JsonNode whole) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (!output.table()) {
      output.print(out, whole, whole);
      return;
    }
    Table table = new Table("KEY", "TAKES", "DEFAULT", "WHAT");
    schemas.forEach((pid, schema) ->
        schema
            .path("properties")
            .properties()
            .forEach(each -> {
              KeyType type = new KeyType(each.getValue());
              table.row(
                  pid + "." + each.getKey(),
                  type.words() + (required(schema, each.getKey()) ? ", required" : ""),
                  ConfigEntry.text(ConfigEntry.standard(schema, each.getKey())),
                  each.getValue().path("description").asText());
            }));
    table.print(out);
  }

  private static boolean required(JsonNode schema, String key) {
    return Texts.of(schema.path("required")).contains(key);
  }
}
