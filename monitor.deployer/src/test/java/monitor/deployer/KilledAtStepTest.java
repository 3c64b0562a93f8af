package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.HistoryEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process of its own changes a plugin and is killed (SIGKILL) as a step begins: once for each
 * step that the change has, and once as it ends. After the start exactly one version runs, and
 * deployments and history say what happened.
 */
@Tag("full")
class KilledAtStepTest {
  private static final String NAME = "acme.speaker";
  private static final String ENDED = "ended";

  @TempDir Path folder;

  /** The changes, each with what runs before and after it. */
  enum Changed {
    INSTALL(List.of(), List.of("acme.speaker 2.0.0")),
    UPGRADE(List.of("acme.speaker 1.0.0"), List.of("acme.speaker 2.0.0")),
    ROLLBACK(List.of("acme.speaker 2.0.0"), List.of("acme.speaker 1.0.0")),
    REMOVE(List.of("acme.speaker 1.0.0"), List.of());

    private final List<String> old;
    private final List<String> fresh;

    Changed(List<String> old, List<String> fresh) {
      this.old = old;
      this.fresh = fresh;
    }

    private void prepare(TestPlatform platform, Path jars) throws Exception {
      if (this != INSTALL) {
        platform.install(jars.resolve("1.0.0.jar"));
      }
      if (this == ROLLBACK) {
        platform.install(jars.resolve("2.0.0.jar"));
      }
    }

    private Deployment make(TestPlatform platform, Path jars) throws Exception {
      return switch (this) {
        case INSTALL, UPGRADE -> platform.install(jars.resolve("2.0.0.jar"));
        case ROLLBACK -> platform.rollback(NAME, null);
        case REMOVE -> platform.change(Action.REMOVE, NAME, "bob");
      };
    }
  }

  /** The process: prepares, makes the change, and kills itself at that step. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] arguments) throws Exception {
      Path jars = Path.of(arguments[0]);
      Changed changed = Changed.valueOf(arguments[2]);
      TestPlatform platform = new TestPlatform(Path.of(arguments[1]));
      changed.prepare(platform, jars);
      // The end of what was prepared may be told of late.
      List<String> prepared = platform.deployer.deployments().stream().map(Deployment::id).toList();
      platform.deployer.watch(deployment -> {
        if (!prepared.contains(deployment.id())) {
          dieAt(arguments[3], deployment);
        }
      });
      List<String> steps = new ArrayList<>();
      changed.make(platform, jars).steps().forEach(step -> steps.add(step.name()));
      System.out.println(String.join(" ", steps));
      if (arguments[3].equals(ENDED)) {
        // It is told of its end after whoever asked for it.
        Thread.sleep(Long.MAX_VALUE);
      }
      System.exit(0);
    }

    /** Called on the deployer's thread, which goes no further. */
    private static void dieAt(String step, Deployment now) {
      boolean there =
          step.equals(ENDED)
              ? now.state().terminal()
              : !now.steps().isEmpty()
                  && now.steps().getLast().name().equals(step)
                  && now.steps().getLast().state().equals("running");
      if (there) {
        try {
          String pid = Long.toString(ProcessHandle.current().pid());
          new ProcessBuilder("kill", "-KILL", pid).start().waitFor();
          Thread.sleep(Long.MAX_VALUE);
        } catch (java.io.IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesOneVersionAndSaysWhatHappened(Changed changed) throws Exception {
    TestPlugin.speaker(NAME, "1.0.0").to(folder.resolve("1.0.0.jar"));
    TestPlugin.speaker(NAME, "2.0.0").to(folder.resolve("2.0.0.jar"));
    List<String> steps = new ArrayList<>(List.of(run(changed, "none", 0).split(" ")));
    assertThat(steps).contains("commit").hasSizeGreaterThan(2);
    steps.add(ENDED);
    boolean before = false;
    for (String step : steps) {
      run(changed, step, 128 + 9);
      boolean committed = judge(changed, step);
      assertThat(committed || !before).as("committed before %s and not at it", step).isTrue();
      before = committed;
    }
    assertThat(before).as("committed once it had ended").isTrue();
    System.out.printf("%s killed at %s%n", changed, steps);
  }

  private String run(Changed changed, String step, int exit) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Killed.class.getName()));
    command.addAll(List.of(folder.toString(), at(step).toString(), changed.name(), step));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(said.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s at %s", changed, step).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as("%s at %s", changed, step).isEqualTo(exit);
    List<String> lines = Files.readAllLines(said);
    return lines.isEmpty() ? "" : lines.getLast();
  }

  private Path at(String step) {
    return folder.resolve("platform-" + step);
  }

  /** Whether the change had been committed. */
  private boolean judge(Changed changed, String step) throws Exception {
    try (TestPlatform platform = new TestPlatform(at(step))) {
      Deployment cut = platform.deployer.deployments().getFirst();
      boolean committed = cut.state() == State.COMMITTED;
      String when = "%s at %s: %s".formatted(changed, step, cut);
      assertThat(cut.state()).as(when).isIn(State.COMMITTED, State.ROLLED_BACK);
      assertThat(cut.finished()).as(when).isNotNull();
      assertThat(platform.said()).as(when).isEqualTo(committed ? changed.fresh : changed.old);
      if (!committed) {
        assertThat(cut.reason())
            .as(when)
            .isEqualTo(
                "the process ended before it was committed; what was in force before is in force");
      }
      assertHistory(platform, changed, cut, when);
      return committed;
    }
  }

  /**
   * The deployments tell of what is not there any more, and of a jar that was not read so far that
   * one knew whose it is.
   */
  private static void assertHistory(
      TestPlatform platform, Changed changed, Deployment cut, String when) {
    if (platform.deployer.plugins().isEmpty() || !cut.plugin().equals(NAME)) {
      return;
    }
    assertThat(cut.action().name()).as(when).isEqualTo(changed.name());
    HistoryEntry latest = platform.deployer.history(NAME).getFirst();
    assertThat(latest.deployment()).as(when).isEqualTo(cut.id());
    assertThat(latest.action()).as(when).isEqualTo(cut.action().name().toLowerCase(Locale.ROOT));
    assertThat(latest.result()).as(when).isEqualTo(cut.state().label());
    assertThat(latest.reason()).as(when).isEqualTo(cut.reason());
  }
}
