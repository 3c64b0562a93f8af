package monitor.cli.launch;

import java.util.List;
import monitor.config.Problem;

/** The platform is not started with a configuration that is wrong. */
public final class RefusedConfiguration extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** With everything that is wrong. */
  public RefusedConfiguration(List<Problem> problems) {
    super("The configuration has %d problem(s)".formatted(problems.size()));
    this.problems = List.copyOf(problems);
  }

  /** In the order of the files and lines. */
  public List<Problem> problems() {
    return problems;
  }
}
