package monitor.cli.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor config set}. */
@Command(
    name = "set",
    description =
        "Sets keys of a table over its files: applied at once, and noted with who did it. What the platform refuses changes nothing.")
final class ConfigSet implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;

  @Parameters(
      arity = "1..*",
      paramLabel = "KEY VALUE",
      description =
          "A key such as collector.logs~app.paths and its value, a list as '[\"a\", \"b\"]'; further ones of the same table may follow. With --unset keys alone, or a table for all that is set over its files.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--unset", description = "Leave the keys to the files again.")
  private boolean unset;

  @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  ConfigSet() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    if (!unset && words.size() % 2 != 0) {
      throw usage("There is no value for %s".formatted(words.getLast()));
    }
    ServedConfiguration served = ServedConfiguration.of(server);
    ConfigChange change = change(served);
    if (change.wanted().isEmpty()) {
      spec.commandLine().getErr().println("monitor: Nothing of it is set over the files");
      return ExitCode.OK;
    }
    if (!change.untold().isEmpty()) {
      throw new ApiException(
          ApiException.Kind.REFUSED,
          "Refused: %s stands over the files too and is not shown in full, so that it would be lost; set it with the others"
              .formatted(String.join(", ", change.untold())));
    }
    try {
      served.set(change.pid(), change.values(), dryRun);
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.WRONG) {
        return refused(change.pid(), String.valueOf(e.getMessage()));
      }
      throw e;
    }
    print(change);
    return ExitCode.OK;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private ConfigChange change(ServedConfiguration served) throws ApiException {
    List<JsonNode> tables = served.tables();
    List<ConfigName> names = new ArrayList<>();
    for (int i = 0; i < words.size(); i += unset ? 1 : 2) {
      names.addAll(named(words.get(i), tables));
    }
    String pid = names.isEmpty() ? words.getFirst() : names.getFirst().pid();
    if (names.stream().anyMatch(name -> !name.pid().equals(pid))) {
      throw usage("These are keys of several tables; set those of one at a time");
    }
    List<ConfigEntry> now = entries(pid, tables);
    JsonNode schema = served.schema(pid.split("~", 2)[0]);
    Map<String, JsonNode> wanted = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String key = names.get(i).key();
      if (!unset) {
        KeyType type = new KeyType(schema.path("properties").path(key));
        wanted.put(key, type.value(words.get(2 * i + 1)));
      } else if (now.stream().anyMatch(each -> each.over() && each.id().equals(key))) {
        wanted.put(key, JsonNodeFactory.instance.nullNode());
      }
    }
    return new ConfigChange(pid, now, schema, wanted);
  }

  /** A key; where keys are left to the files, a table stands for all that are not. */
  private List<ConfigName> named(String word, List<JsonNode> tables) throws ApiException {
    boolean table = tables.stream().anyMatch(each -> each.path("pid").asText().equals(word));
    return unset && table
        ? entries(word, tables).stream()
            .filter(ConfigEntry::over)
            .map(each -> new ConfigName(word, each.id()))
            .toList()
        : List.of(ConfigName.of(word, tables));
  }

  private static List<ConfigEntry> entries(String pid, List<JsonNode> tables) {
    return tables.stream()
        .filter(table -> table.path("pid").asText().equals(pid))
        .flatMap(table -> ConfigEntry.of(table).stream())
        .toList();
  }

  /** The platform names each key that is wrong and its limit, or the table that lacks one. */
  private int refused(String pid, String message) {
    String named = message.replace("values." + pid + ":", pid + ":").replace("values.", pid + ".");
    spec.commandLine()
        .getErr()
        .println(
            "monitor: %s; `monitor config schema %s` tells what it takes"
                .formatted(named, pid.split("~", 2)[0]));
    return ExitCode.PROBLEMS;
  }

  private void print(ConfigChange change) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (!output.table()) {
      ObjectNode whole = JsonNodeFactory.instance.objectNode();
      whole.put("table", change.pid());
      whole.put("applied", !dryRun);
      change.wanted().keySet().forEach(key -> whole.withArray("changes").add(change.json(key)));
      output.print(out, whole, whole.withArray("changes"));
      return;
    }
    for (String key : change.wanted().keySet()) {
      ConfigEntry before = change.before(key);
      String now = before.text().isEmpty() ? "nothing" : before.text();
      out.println(
          "%s: %s (%s) → %s%s"
              .formatted(
                  before.name(),
                  now,
                  before.origin(),
                  change.after(key),
                  dryRun ? ", not applied: --dry-run" : ", applied"));
    }
  }
}
