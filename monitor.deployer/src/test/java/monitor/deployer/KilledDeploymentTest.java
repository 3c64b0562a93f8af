package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process of its own makes one upgrade after the other and is killed at any moment (SIGKILL). The
 * property {@code tests.seed} repeats the moments.
 */
@Tag("full")
class KilledDeploymentTest {
  private static final String NAME = "acme.speaker";
  private static final int ROUNDS = 25;
  private static final int VERSIONS = 12;

  @TempDir Path folder;

  /** The process: upgrades to the versions that are left, then waits. */
  static final class Upgrades {
    private Upgrades() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      TestPlatform platform = new TestPlatform(folder.resolve("platform"));
      System.out.println("ready");
      while (true) {
        for (int i = 1; i <= VERSIONS; i++) {
          platform.install(folder.resolve(i + ".jar"), true);
        }
      }
    }
  }

  @Test
  void leavesOneVersionAndSaysWhatHappened() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 1; i <= VERSIONS; i++) {
      TestPlugin.speaker(NAME, i + ".0.0").to(folder.resolve(i + ".jar"));
    }
    int interrupted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      kill(random.nextInt(2_000));
      try (TestPlatform platform = new TestPlatform(folder.resolve("platform"))) {
        interrupted += judged(platform, "round %d, tests.seed=%d".formatted(round, seed)) ? 1 : 0;
      }
    }
    assertThat(interrupted).as("kills that hit a deployment, tests.seed=%d", seed).isPositive();
  }

  private void kill(int afterMillis) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Upgrades.class.getName(), folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.equals("ready")) {
        line = lines.readLine();
      }
      assertThat(line).as("the process began").isEqualTo("ready");
      process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  /** Whether a deployment had been cut off. */
  private static boolean judged(TestPlatform platform, String when) throws Exception {
    List<Deployment> all = platform.deployer.deployments();
    assertThat(all).as(when).allMatch(d -> d.state().terminal());
    String expected =
        all.stream()
            .filter(d -> d.state() == State.COMMITTED)
            .findFirst()
            .map(d -> List.of(NAME + " " + d.toVersion()))
            .orElse(List.of())
            .toString();
    assertThat(platform.said().toString())
        .as("%s: %s", when, all.stream().limit(2).toList())
        .isEqualTo(expected);
    try (var incoming = Files.list(platform.folders.own().resolve("incoming"))) {
      assertThat(incoming).as(when).isEmpty();
    }
    return !all.isEmpty()
        && all.getFirst().steps().stream().anyMatch(s -> s.detail().equals("the process ended"));
  }
}
