package monitor.cli.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code monitor plugin}. */
@Command(
    name = "plugin",
    description = "Shows and changes plugins.",
    subcommands = {
      PluginCommand.ListCommand.class,
      PluginInfo.class,
      PluginInstall.class,
      PluginUpgrade.class,
      PluginRollback.class,
      PluginRemove.class,
      PluginSwitch.Enable.class,
      PluginSwitch.Disable.class,
      PluginSwitch.Pin.class,
      PluginSwitch.Unpin.class,
      PluginHistory.class,
      PluginDiff.class,
      PluginVerify.class
    })
public final class PluginCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  PluginCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to do with plugins");
  }

  /** {@code monitor plugin list}. */
  @Command(name = "list", description = "Lists the plugins with their states and capabilities.")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private Server server;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    ListCommand() {}

    @Override
    public Integer call() throws ApiException, JsonProcessingException {
      JsonNode answer = server.client().get("/api/v1/plugins");
      PrintWriter out = spec.commandLine().getOut();
      if (output.table()) {
        print(out, answer.path("plugins"));
      } else {
        output.print(out, answer, answer.path("plugins"));
      }
      return ExitCode.OK;
    }

    private static void print(PrintWriter out, JsonNode plugins) {
      Table table = new Table("NAME", "VERSION", "STATE", "GRANTED", "REASON");
      for (JsonNode plugin : plugins) {
        table.row(
            plugin.path("name").asText(),
            plugin.path("version").asText() + (plugin.path("pinned").asBoolean() ? " pinned" : ""),
            plugin.path("state").asText(),
            String.join(",", Texts.of(plugin.path("capabilities").path("granted"))),
            plugin.path("reason").asText(""));
      }
      table.print(out);
    }
  }
}
