package monitor.cli.plugin;

import java.util.concurrent.Callable;
import monitor.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands that change what a plugin may do: {@code monitor plugin enable} and its like. */
abstract sealed class PluginSwitch implements Callable<Integer> {
  private final String action;

  @Mixin private PluginRequest request;

  @Parameters(paramLabel = "NAME", description = "Symbolic name of the plugin.")
  private String name = "";

  @SuppressWarnings("NullAway.Init")
  PluginSwitch(String action) {
    this.action = action;
  }

  @Override
  public Integer call() throws Exception {
    String path = PluginRequest.path(name);
    if (request.dryRun()) {
      String state = request.client().get(path).path("state").asText();
      request.out().println("%s %s, which is %s now".formatted(action, name, state));
      return ExitCode.OK;
    }
    return request.send("POST", path + "/" + action);
  }

  /** {@code monitor plugin enable}. */
  @Command(name = "enable", description = "Starts a disabled plugin.")
  static final class Enable extends PluginSwitch {
    Enable() {
      super("enable");
    }
  }

  /** {@code monitor plugin disable}. */
  @Command(name = "disable", description = "Stops a plugin and keeps it stopped.")
  static final class Disable extends PluginSwitch {
    Disable() {
      super("disable");
    }
  }

  /** {@code monitor plugin pin}. */
  @Command(name = "pin", description = "Refuses upgrades of a plugin from now on.")
  static final class Pin extends PluginSwitch {
    Pin() {
      super("pin");
    }
  }

  /** {@code monitor plugin unpin}. */
  @Command(name = "unpin", description = "Allows upgrades of a plugin again.")
  static final class Unpin extends PluginSwitch {
    Unpin() {
      super("unpin");
    }
  }
}
