package monitor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import monitor.cli.launch.Installation;
import monitor.config.PlatformSchema;
import monitor.config.Template;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor init}. */
@Command(
    name = "init",
    description = "Writes a configuration with every key, its default and what it means.")
final class InitCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file to write; - writes to standard output (default: ${DEFAULT-VALUE}).")
  private String file = "monitor.toml";

  @Option(names = "--force", description = "Replace the file if it is there.")
  private boolean force;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  InitCommand() {}

  @Override
  public Integer call() throws IOException {
    Installation installation = Installation.current();
    String text =
        Files.readString(installation.configuration())
            + Template.of(PlatformSchema.read(installation.home(), Defaults.data(installation)));
    if (file.equals("-")) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    return write(Path.of(file), text);
  }

  private int write(Path target, String text) throws IOException {
    if (Files.exists(target) && !force) {
      spec.commandLine()
          .getErr()
          .println("monitor: %s is there already; --force replaces it".formatted(target));
      return ExitCode.FAILED;
    }
    Files.writeString(
        target, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    spec.commandLine().getErr().println("Wrote %s".formatted(target));
    return ExitCode.OK;
  }
}
