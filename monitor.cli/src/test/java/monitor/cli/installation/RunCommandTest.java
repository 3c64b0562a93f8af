package monitor.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code monitor run} is told without its parser is what it is told by it. */
class RunCommandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run --no-supervisor",
        "run --once --verbose",
        "run --config /etc/monitor/monitor.toml --data /var/lib/monitor --port 0",
        "run --port 65535 --no-supervisor --distribution agent --data relative/a_1-2"
      })
  void readsTheUsualFormAsPicocliDoes(String line) {
    assertThat(RunCommand.plain(line.split(" ")).map(RunCommand::toString))
        .contains(parsed(line).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "status",
        "run --help",
        "run -v",
        "run --port=1",
        "run --port x",
        "run --port -1",
        "run --port 123456",
        "run --port",
        "run --data",
        "run --data --once",
        "run --data @arguments",
        "run --data \"quoted\"",
        "run --once --once",
        "run --port 1 --port 2",
        "run --fly",
        "run fly",
        "run --config"
      })
  void leavesTheRestToPicocli(String line) {
    assertThat(RunCommand.plain(line.split(" "))).isEmpty();
  }

  /** A value that is taken is one that picocli takes in the same way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "/",
        "./a",
        "-a",
        "--",
        "@a",
        "a@b",
        "a=b",
        "\"a\"",
        "'a'",
        "a\"b",
        "%s",
        "${sys:user.home}",
        "a:b",
        "~/a",
        "$HOME",
        "ü",
        "日本",
        "1",
        ".",
        "..",
        "+1",
        "a,b",
        "#a",
        "\\a"
      })
  void takesNoValueThatPicocliTakesOtherwise(String value) {
    String line = "run --data " + value;
    Optional<String> plain = RunCommand.plain(line.split(" ")).map(RunCommand::toString);
    if (plain.isPresent()) {
      assertThat(parsed(line)).isEqualTo(plain);
    }
  }

  private static Optional<String> parsed(String line) {
    String[] arguments = line.substring("run".length()).strip().split(" ");
    RunCommand command = new RunCommand();
    try {
      new CommandLine(command).parseArgs(arguments[0].isEmpty() ? new String[0] : arguments);
      return Optional.of(command.toString());
    } catch (CommandLine.ParameterException e) {
      return Optional.empty();
    }
  }
}
