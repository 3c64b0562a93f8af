package monitor.cli.installation;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import monitor.cli.client.ApiException;
import monitor.cli.join.Joining;
import monitor.cli.launch.ConfigurationCheck;
import monitor.cli.launch.Installation;
import monitor.cli.platform.Defaults;
import monitor.cli.terminal.ExitCode;
import monitor.config.Configuration;
import monitor.config.PlatformSchema;
import monitor.config.Template;
import monitor.wire.JoinToken;
import monitor.wire.Registrar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor init}. */
@Command(
    name = "init",
    description = {
      "Writes a configuration with every key, its default and what it means.",
      "With --join: makes this host an agent of a collector. The key is made here and stays here; the collector has to prove itself by what the token says before the token is sent."
    })
public final class InitCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file to write; - writes to standard output (default: ${DEFAULT-VALUE}).")
  private String file = "monitor.toml";

  @Option(names = "--force", description = "Replace what is there already.")
  private boolean force;

  @Option(
      names = "--join",
      paramLabel = "URL",
      description =
          "Address that agents connect to, such as https://collector.example.org:7718; repeat it for further collectors of the same authority.")
  private List<String> join = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File that holds the join token (else MONITORING_AUTH_TOKEN); `monitor token create --role agent` makes one.")
  private @Nullable Path tokenFile;

  @Mixin private Locations locations;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  InitCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException, ApiException {
    if (!join.isEmpty()) {
      return join();
    }
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
    PrintWriter err = spec.commandLine().getErr();
    err.println("Wrote %s".formatted(target));
    Path read = Defaults.configuration(Installation.current());
    if (!target.toAbsolutePath().normalize().equals(read.toAbsolutePath().normalize())) {
      err.println(
          "It is read with --config %s, or named by MONITOR_CONFIG; without these %s is."
              .formatted(target, read));
    }
    return ExitCode.OK;
  }

  private int join() throws IOException, InterruptedException, ApiException {
    Joining joining;
    try {
      joining =
          new Joining(
              join.stream().map(Joining::address).toList(),
              JoinToken.of(token()),
              locations.data());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    if (Files.exists(joining.identity()) && !force) {
      spec.commandLine()
          .getErr()
          .println(
              "monitor: %s is there already: this host has joined; --force joins anew"
                  .formatted(joining.identity()));
      return ExitCode.FAILED;
    }
    Optional<String> other = joining.otherName();
    if (other.isPresent() && !force) {
      spec.commandLine()
          .getErr()
          .printf(
              "monitor: this host has run as %s, and the token is for %s. What its journal holds is"
                  + " taken from %s alone: join with a token of that name (monitor token create"
                  + " --role agent --name %s), or with another --data. --force takes the new name;"
                  + " what the journal holds then stays there.%n",
              other.get(), joining.token().agent(), other.get(), other.get());
      return ExitCode.FAILED;
    }
    Instant end = join(joining);
    PrintWriter err = spec.commandLine().getErr();
    err.println("Joined as %s.".formatted(joining.token().agent()));
    err.println(
        "Wrote %s, good until %s and renewed by itself.".formatted(joining.identity(), end));
    return check();
  }

  private static Instant join(Joining joining)
      throws IOException, InterruptedException, ApiException {
    try {
      return joining.join();
    } catch (Registrar.Refused e) {
      ApiException.Kind kind =
          e.status() == 401 ? ApiException.Kind.AUTHENTICATION : ApiException.Kind.REFUSED;
      throw new ApiException(kind, "The collector refused: " + e.getMessage(), e);
    } catch (SSLException e) {
      throw new ApiException(
          ApiException.Kind.REFUSED,
          "The collector did not prove itself, so nothing was sent to it: " + e.getMessage(),
          e);
    } catch (ConnectException | HttpTimeoutException e) {
      throw new ApiException(
          ApiException.Kind.UNREACHABLE,
          "The collector cannot be reached at %s: %s".formatted(joining.collectors().getFirst(), e),
          e);
    }
  }

  private String token() throws ApiException {
    try {
      return tokenFile == null
          ? Defaults.variable("MONITORING_AUTH_TOKEN").orElse("")
          : Files.readString(tokenFile);
    } catch (IOException e) {
      throw new ApiException(ApiException.Kind.AUTHENTICATION, "The token cannot be read: " + e, e);
    }
  }

  /** What was written may be at odds with what was there. */
  private int check() {
    Configuration checked =
        new ConfigurationCheck(
                locations.installation(), locations.data(), locations.configuration())
            .read();
    checked.warnings().forEach(spec.commandLine().getErr()::println);
    CheckCommand.print(spec.commandLine().getErr(), checked.problems());
    return checked.valid() ? ExitCode.OK : ExitCode.PROBLEMS;
  }
}
