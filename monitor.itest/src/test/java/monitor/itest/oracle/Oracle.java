package monitor.itest.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The oracle as a program: a storm by hand. Exit code 0: all is well, 1: not, 2: usage. */
public final class Oracle {
  private static final String USAGE =
      """
      storm [--distribution DIR] [--folder DIR] [--seed N] [--rounds N] [--minutes N] [--rate N]
            [--faults PLATFORM,SUPERVISOR,POSTMASTER,DATABASE,BACKEND,BOTH,SOME]
      """;

  private Oracle() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    Plan plan;
    try {
      plan = plan(arguments);
    } catch (IllegalArgumentException e) {
      System.err.print(e.getMessage() + "\n" + USAGE);
      System.exit(2);
      return;
    }
    System.out.println("seed " + plan.seed() + ", work folder " + plan.folder());
    Report report = new Storm(plan, System.out::println).run();
    System.out.println(report);
    report.write(plan.folder());
    System.exit(report.verdict().fine() ? 0 : 1);
  }

  private static Plan plan(String[] arguments) throws IOException {
    Path distribution = Path.of(System.getProperty("itest.distribution", ""));
    Plan plan = Plan.of(distribution, Files.createTempDirectory("storm"), System.nanoTime());
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value");
      }
      plan = with(plan, arguments[i], arguments[i + 1]);
    }
    return plan;
  }

  private static Plan with(Plan plan, String option, String value) {
    return switch (option) {
      case "--distribution" -> plan.in(Path.of(value), plan.folder());
      case "--folder" -> plan.in(plan.distribution(), Path.of(value));
      case "--seed" -> plan.seed(Long.parseLong(value));
      case "--rounds" -> plan.rounds(Integer.parseInt(value));
      case "--minutes" -> plan.atLeast(Duration.ofMinutes(Long.parseLong(value)));
      case "--rate" -> plan.eventsPerSecond(Integer.parseInt(value));
      case "--faults" -> plan.faults(faults(value));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private static List<Kill> faults(String names) {
    return Arrays.stream(names.split(",")).map(Kill::valueOf).toList();
  }
}
