package sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** In a real framework. */
final class StopLaterTest {
  @TempDir private Path folder;
  private Framework framework;

  @BeforeEach
  void start() throws Exception {
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(Map.of("org.osgi.framework.storage", folder.resolve("f").toString()));
    framework.start();
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private List<String> touch(String name) {
    return List.of("touch", folder.resolve(name).toString());
  }

  @Test
  void runsTheCommandWhenTheFrameworkStops() throws Exception {
    StopLater.install(framework.getBundleContext(), touch("stopped"));
    assertThat(folder.resolve("stopped")).doesNotExist();
    stop();
    assertThat(Files.exists(folder.resolve("stopped"))).isTrue();
  }

  @Test
  void runsNothingThatWasCanceled() throws Exception {
    OsgiSurroundings surroundings = new OsgiSurroundings(framework.getBundleContext());
    surroundings.stopLater(touch("first"));
    surroundings.stopLater(touch("second"));
    surroundings.forgetStopLater();
    surroundings.stopLater(touch("third"));
    stop();
    assertThat(folder.resolve("first")).doesNotExist();
    assertThat(folder.resolve("second")).doesNotExist();
    assertThat(folder.resolve("third")).exists();
  }
}
