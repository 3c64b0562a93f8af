package monitor.cli.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiException;
import monitor.cli.platform.Server;
import monitor.cli.terminal.ExitCode;
import monitor.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor plugin verify}. */
@Command(
    name = "verify",
    description =
        "Says whether the platform would take a jar: complete, signed, allowed, resolvable.")
final class PluginVerify implements Callable<Integer> {
  @Mixin private Server server;
  @Mixin private Output output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JAR", description = "The jar.")
  private Path jar = Path.of("");

  @Option(names = "--allow-downgrade", description = "Allow an older version.")
  private boolean allowDowngrade;

  @SuppressWarnings("NullAway.Init")
  PluginVerify() {}

  @Override
  public Integer call() throws ApiException, JsonProcessingException {
    JsonNode diff = new Comparison(server.client(), jar, allowDowngrade).ask();
    PrintWriter out = spec.commandLine().getOut();
    String refusal = diff.path("refusal").asText();
    if (!output.table()) {
      output.print(out, diff, diff);
    } else if (refusal.isEmpty()) {
      out.printf(
          "%s %s can be installed; %s%n",
          diff.path("name").asText(),
          diff.path("toVersion").asText(),
          diff.path("signature").asText());
    } else {
      spec.commandLine().getErr().println("monitor: " + refusal);
    }
    return refusal.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
  }
}
