package monitor.config.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import monitor.config.ConfigurationFiles;
import monitor.config.Schema;
import monitor.config.SchemaReader;
import monitor.config.TestBundles;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/** Against the configuration service that the platform runs. */
class LiveConfigurationTest {
  @TempDir Path folder;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String NUMBER_AS_MODE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="A" name="A" description="A."><AD id="mode" name="Mode" type="Integer" default="1"/></OCD>
        <Designate pid="%s"><Object ocdref="A"/></Designate>
      </metatype:MetaData>
      """;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private Framework framework;
  private ConfigurationAdmin admin;
  private LiveConfiguration live;

  @BeforeEach
  void start() throws Exception {
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("cache").toString(),
                    "monitor.home",
                    folder.toString(),
                    "monitor.data",
                    folder.resolve("data").toString(),
                    "monitor.config",
                    folder.resolve("monitor.toml").toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    "org.osgi.service.cm;version=\"1.6\""));
    framework.start();
    BundleContext context = framework.getBundleContext();
    context.installBundle(jar("org.apache.felix.configadmin").toUri().toString()).start();
    admin =
        Objects.requireNonNull(
            context.getService(context.getServiceReference(ConfigurationAdmin.class)));
    context.registerService(ConfigurationListener.class, this::record, null);
    TestBundles.write(folder.resolve("bundles"));
    Schema schema = SchemaReader.folders(List.of(folder.resolve("bundles")));
    live = new LiveConfiguration(files(), () -> schema, new Configurations(admin));
  }

  private void record(ConfigurationEvent event) {
    events.add(event.getType() + " " + event.getPid());
  }

  private ConfigurationFiles files() {
    return new ConfigurationFiles(
        folder.resolve("monitor.toml"), folder.resolve("overlay"), Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void appliesOnlyWhatChanged() throws Exception {
    write("[test.disk]\nmode = \"slow\"\n[[test.probe]]\nname = \"a\"\ntarget = \"t\"\n");
    live.reload();
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder("1 test.disk", "1 test.probe~a");
    write("[test.disk]\nmode = \"slow\"\n[[test.probe]]\nname = \"a\"\ntarget = \"u\"\n");
    live.reload();
    assertThat(next()).isEqualTo("1 test.probe~a");
    assertThat(events).isEmpty();
    assertThat(property("test.probe~a", "target")).isEqualTo("u");
  }

  @Test
  void deletesWhatIsNoLongerThere() throws Exception {
    write("[[test.probe]]\nname = \"a\"\ntarget = \"t\"\n");
    live.reload();
    write("");
    live.reload();
    assertThat(admin.listConfigurations(null)).isNull();
  }

  @Test
  void keepsTheOldConfigurationWhenTheNewOneIsWrong() throws Exception {
    write("[test.disk]\nmode = \"slow\"\n");
    live.reload();
    write("[test.disk]\nmode = \"medium\"\n");
    live.reload();
    assertThat(property("test.disk", "mode")).isEqualTo("slow");
  }

  @Test
  void appliesAFileWhenItIsSaved() throws Exception {
    write("[test.disk]\nmode = \"slow\"\n");
    live.reload();
    Semaphore reloaded = new Semaphore(0);
    Runnable reload =
        () -> {
          live.reload();
          reloaded.release();
        };
    try (FolderWatch watch = new FolderWatch(files().folders(), reload)) {
      assertThat(watch).isNotNull();
      write("[test.disk]\nmode = \"fast\"\n");
      await(reloaded);
      assertThat(property("test.disk", "mode")).isEqualTo("fast");
      // A new folder is watched before its files are read, so that nothing saved later is missed.
      Files.createDirectory(folder.resolve("conf.d"));
      await(reloaded);
      write("conf.d/more.toml", "[test.disk]\nretries = 5\n");
      await(reloaded);
      assertThat(property("test.disk", "retries")).isEqualTo(5);
    }
  }

  @Test
  void tellsWhatWouldBeWrongWithAPluginThatIsNotThereYet() throws Exception {
    write("[test.disk]\nmode = \"slow\"\n[elsewhere]\nx = 1\n");
    Path same = folder.resolve("bundles/test.jar");
    assertThat(live.problems(same)).isEmpty();
    write("[test.disk]\nmode = \"medium\"\n[elsewhere]\nx = 1\n");
    assertThat(live.problems(same))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("monitor.toml:2: test.disk.mode: "));
    assertThat(live.problems(folder.resolve("nowhere.jar"))).isEmpty();
  }

  private Path bundle(String jar, String pid) throws IOException {
    return TestBundles.write(
        folder.resolve(jar), "OSGI-INF/metatype/a.xml", NUMBER_AS_MODE.formatted(pid));
  }

  @Test
  void isNotJudgedByABundleThatIsOnlyLookedAt() throws Exception {
    BundleContext context = framework.getBundleContext();
    ConfigurationComponent component = new ConfigurationComponent(admin, context);
    component.start();
    try {
      Path other = bundle("other.jar", "test.disk");
      context.installBundle(other.toUri().toString()).uninstall();
      write("[test.disk]\nmode = \"slow\"\n");
      component.run();
      assertThat(property("test.disk", "mode")).isEqualTo("slow");
      context.installBundle(other.toUri().toString()).start();
      write("[test.disk]\nmode = 7\n");
      component.run();
      assertThat(property("test.disk", "mode")).isEqualTo(7);
    } finally {
      component.stop();
    }
  }

  @Test
  void configuresAPluginThatCameLaterThanItsTable() throws Exception {
    BundleContext context = framework.getBundleContext();
    ConfigurationComponent component = new ConfigurationComponent(admin, context);
    write("[acme.tail]\nmode = 7\n");
    component.start();
    try {
      assertThat(admin.listConfigurations(null)).isNull();
      Path dropped = bundle("data/plugins/tail.jar", "acme.tail");
      context.installBundle(dropped.toUri().toString()).start();
      assertThat(property("acme.tail", "mode")).isEqualTo(7);
    } finally {
      component.stop();
    }
  }

  private String next() throws InterruptedException {
    return Objects.requireNonNull(events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no event");
  }

  private static void await(Semaphore happened) throws InterruptedException {
    assertThat(happened.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private void write(String toml) throws IOException {
    write("monitor.toml", toml);
  }

  /** At once, so that each write is one change. */
  private void write(String file, String toml) throws IOException {
    Path next = folder.resolve("next");
    Files.writeString(next, toml);
    Files.move(next, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private Object property(String pid, String key) throws IOException {
    try {
      Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
      return found == null ? null : found[0].getProperties().get(key);
    } catch (org.osgi.framework.InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Path jar(String name) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().startsWith(name))
        .findFirst()
        .orElseThrow();
  }
}
