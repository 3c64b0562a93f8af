package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import monitor.deployer.verify.DamagedJars;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * T18 for uploads: a good jar with damaged bytes, cut, spliced and lengthened, is compared with
 * what is installed or refused with a reason. The property {@code tests.seed} repeats one run.
 */
@Tag("T18")
class UploadFuzzTest {
  private static final int ROUNDS = 60;

  @TempDir Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void answersEveryDamagedJar() throws Exception {
    fuzz(Duration.ofSeconds(8), ROUNDS);
  }

  @Test
  @Tag("soak")
  void answersEveryDamagedJarForLong() throws Exception {
    fuzz(Duration.ofMinutes(Long.getLong("tests.minutes", 120)), ROUNDS);
  }

  /** Goes on for that time, and at least for so many rounds. */
  private void fuzz(Duration length, int least) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] good = Files.readAllBytes(plugin());
    long end = System.nanoTime() + length.toNanos();
    try (TestPlatform platform = new TestPlatform(folder)) {
      int round = 0;
      int passed = 0;
      while (round < least || System.nanoTime() - end < 0) {
        byte[] bad = DamagedJars.of(good, random);
        try {
          platform.deployer.diff(new ByteArrayInputStream(bad), false);
          passed++;
        } catch (IllegalArgumentException e) {
          assertThat(e.getMessage()).as("tests.seed=%d", seed).isNotBlank();
        } catch (Exception | Error e) {
          throw new AssertionError("round %d of -Dtests.seed=%d".formatted(round, seed), e);
        }
        round++;
      }
      assertThat(passed).as("jars whose damage does not matter").isLessThan(round);
      assertThat(platform.deployer.deployments()).isEmpty();
      try (var left = Files.list(platform.folders.own().resolve("incoming"))) {
        assertThat(left).isEmpty();
      }
      System.out.printf("T18 uploads: %d damaged jars, seed %d%n", round, seed);
    }
  }

  private Path plugin() {
    return TestPlugin.speaker("acme.speaker", "1.0.0").to(folder.resolve("good.jar"));
  }
}
