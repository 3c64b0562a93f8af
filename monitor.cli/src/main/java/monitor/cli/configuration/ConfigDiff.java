package monitor.cli.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.launch.Installation;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor config diff}. */
@Command(
    name = "diff",
    description =
        "Shows what is set over the files and the defaults of these keys; with a file, where what is in force differs from it.")
final class ConfigDiff implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "A monitor.toml, read with conf.d and .env beside it against the descriptions of this installation.")
  private @Nullable Path file;

  @SuppressWarnings("NullAway.Init")
  ConfigDiff() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    ServedConfiguration served = ServedConfiguration.of(server);
    List<ConfigEntry> inForce =
        served.tables().stream()
            .filter(table -> !ServedConfiguration.onlyInstances(table))
            .flatMap(table -> ConfigEntry.of(table).stream())
            .toList();
    Path compared = file;
    print(compared == null ? over(inForce, served) : against(compared, inForce), compared == null);
    return ExitCode.OK;
  }

  private static List<ConfigDifference> over(List<ConfigEntry> inForce, ServedConfiguration served)
      throws ApiException {
    ObjectNode schemas = JsonNodeFactory.instance.objectNode();
    for (ConfigEntry entry : inForce) {
      if (entry.over() && !schemas.has(entry.pid())) {
        schemas.set(entry.pid(), served.schema(entry.pid()));
      }
    }
    return inForce.stream()
        .filter(ConfigEntry::over)
        .map(entry -> ConfigDifference.ofDefault(entry, schemas.path(entry.pid())))
        .toList();
  }

  private List<ConfigDifference> against(Path compared, List<ConfigEntry> inForce)
      throws ApiException {
    FileConfiguration files =
        FileConfiguration.read(compared, Installation.current(), server.folder());
    files.problems().forEach(spec.commandLine().getErr()::println);
    List<String> unknown = files.notCompared(inForce);
    if (!unknown.isEmpty()) {
      spec.commandLine().getErr().println("monitor: Not compared: " + String.join(", ", unknown));
    }
    return files.differences(inForce);
  }

  private void print(List<ConfigDifference> differences, boolean defaults)
      throws JsonProcessingException {
    if (!output.table()) {
      ObjectNode whole = JsonNodeFactory.instance.objectNode();
      JsonNode items = whole.withArray("differences");
      differences.forEach(each -> whole.withArray("differences").add(each.json()));
      output.print(spec.commandLine().getOut(), whole, items);
      return;
    }
    Table table = new Table("KEY", defaults ? "DEFAULT" : "FILE", "IN FORCE", "FROM");
    differences.forEach(each -> table.row(each.name(), each.before(), each.now(), each.from()));
    table.print(spec.commandLine().getOut());
  }
}
