package monitor.cli.terminal;

import java.io.Console;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option of commands that ask before they do what cannot be taken back. */
public final class Confirmation {
  private static final Set<String> AGREEMENT = Set.of("y", "yes");

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Filled by picocli. */
  @SuppressWarnings("NullAway.Init")
  public Confirmation() {}

  /**
   * Whether a person agrees; no answer is no.
   *
   * @param what would be done, such as {@code remove bob}
   * @throws ParameterException if nobody can be asked
   */
  public boolean agreed(String what, String question) {
    return asked(
        what,
        question + " [y/N] ",
        answer -> AGREEMENT.contains(answer.strip().toLowerCase(Locale.ROOT)));
  }

  /**
   * Whether a person types a name, for what takes more with it than an answer that slips from the
   * fingers may take.
   *
   * @param what would be done to it, such as {@code remove}
   * @throws ParameterException if nobody can be asked
   */
  public boolean typed(String what, String name) {
    return asked(what + " " + name, "Type %s to %s it: ".formatted(name, what), name::equals);
  }

  private boolean asked(String what, String prompt, Predicate<String> agrees) {
    if (yes) {
      return true;
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new ParameterException(
          spec.commandLine(), "There is no terminal to ask at; say --yes to " + what);
    }
    String answer = console.readLine("%s", VisibleText.of(prompt));
    boolean agreed = answer != null && agrees.test(answer);
    if (!agreed) {
      spec.commandLine().getErr().println("monitor: Nothing has changed");
    }
    return agreed;
  }
}
