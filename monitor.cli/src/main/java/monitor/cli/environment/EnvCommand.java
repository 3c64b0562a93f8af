package monitor.cli.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import monitor.cli.installation.CheckCommand;
import monitor.cli.installation.Locations;
import monitor.cli.launch.ConfigurationCheck;
import monitor.cli.launch.DataFolder;
import monitor.cli.launch.Installation;
import monitor.cli.launch.RunNote;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import monitor.cli.terminal.Table;
import monitor.config.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor env}. */
@Command(
    name = "env",
    description =
        "Shows every path, port, variable and setting of this installation, and what sets it. Reads files, and asks no platform.")
public final class EnvCommand implements Callable<Integer> {
  @Mixin private Locations locations;
  @Mixin private Output output;

  @Option(
      names = "--distribution",
      paramLabel = "NAME",
      description = "agent, collector or standalone (default: what this is).")
  private @Nullable String distribution;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  EnvCommand() {}

  @Override
  public Integer call() throws JsonProcessingException {
    ConfigurationCheck check =
        new ConfigurationCheck(
            locations.installation(), locations.data(), locations.configuration());
    Configuration checked = check.read();
    PrintWriter err = spec.commandLine().getErr();
    checked.warnings().forEach(err::println);
    CheckCommand.print(err, checked.problems());
    print(entries(check, checked));
    return ExitCode.OK;
  }

  private List<EnvEntry> entries(ConfigurationCheck check, Configuration checked) {
    EnvSettings settings = new EnvSettings(check.tables(), checked.properties(), check.files());
    List<EnvEntry> all = new ArrayList<>();
    all.add(distribution());
    all.addAll(new EnvPaths(locations, check.files()).entries());
    all.addAll(settings.ports());
    RunNote.read(locations.data())
        .filter(note -> DataFolder.holder(locations.data()).isPresent())
        .ifPresent(note -> all.add(running(note)));
    all.addAll(new EnvVariables(check.files()).entries());
    all.addAll(settings.settings());
    return all;
  }

  private EnvEntry distribution() {
    Installation installation = locations.installation();
    String named = distribution;
    return named == null
        ? new EnvEntry("path", "distribution", installation.distribution(), "home", "")
        : new EnvEntry("path", "distribution", named, "--distribution", "");
  }

  /** What a platform says that runs with this data folder. */
  private static EnvEntry running(RunNote note) {
    return new EnvEntry("port", "running", note.url(), "run/monitor.json", "");
  }

  private void print(List<EnvEntry> entries) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (!output.table()) {
      JsonNode whole = new ObjectMapper().valueToTree(Map.of("entries", entries));
      output.print(out, whole, whole.path("entries"));
      return;
    }
    Table table = new Table("WHAT", "NAME", "FROM", "VALUE");
    entries.forEach(
        entry -> table.row(entry.kind(), entry.name(), shortened(entry.origin()), text(entry)));
    table.print(out);
  }

  /** Files beside the configuration by their names alone: where it lies is a line of its own. */
  private String shortened(String origin) {
    Path folder = locations.configuration().toAbsolutePath().normalize().getParent();
    return folder == null ? origin : origin.replace(folder + "/", "");
  }

  private static String text(EnvEntry entry) {
    String note = entry.note().isEmpty() ? "" : "(" + entry.note() + ")";
    return entry.value() == null ? note : (entry.value() + " " + note).strip();
  }
}
