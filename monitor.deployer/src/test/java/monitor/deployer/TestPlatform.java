package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import monitor.api.operation.Containment;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PluginView;
import monitor.api.operation.Requester;
import monitor.deployer.signature.SignatureRules;
import monitor.deployer.signature.SignatureRules.Policy;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;

/** A real framework with the component runtime, and a deployer in it, in a folder of the test. */
final class TestPlatform implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final TrialLimits LIMITS =
      new TrialLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(150),
          Duration.ofSeconds(1));
  private static final Duration PROBATION = Duration.ofSeconds(10);
  private static final String SHARED =
      String.join(
          ",",
          "monitor.api.capability;version=1.0",
          "monitor.api.event;version=1.0",
          "monitor.api.delivery;version=1.0",
          "monitor.api.sink;version=1.0",
          "monitor.api.status;version=1.0",
          "monitor.api.operation;version=1.0",
          "monitor.api.source;version=1.0",
          "monitor.deployer.guard;version=1.0",
          "org.slf4j;version=2.0.17",
          "org.osgi.service.component;version=1.5.1",
          "org.osgi.service.component.runtime;version=1.5",
          "org.osgi.service.component.runtime.dto;version=1.5",
          "org.osgi.util.promise;version=1.3",
          "org.osgi.util.function;version=1.2",
          "org.osgi.util.tracker;version=1.5.4");

  final Folders folders;
  volatile DeployerSettings settings;
  final Framework framework;
  final PluginDeployer deployer;
  final RecordedIncidents incidents = new RecordedIncidents();
  private final DropFolder dropFolder;

  TestPlatform(Path root) throws Exception {
    this(root, Optional::empty);
  }

  TestPlatform(Path root, Supplier<Optional<Pipeline>> pipeline) throws Exception {
    this(root, pipeline, Policy.OFF);
  }

  TestPlatform(Path root, Supplier<Optional<Pipeline>> pipeline, Policy policy) throws Exception {
    this(root, pipeline, policy, LIMITS);
  }

  TestPlatform(Path root, Supplier<Optional<Pipeline>> pipeline, Policy policy, TrialLimits limits)
      throws Exception {
    folders = Folders.of(root.resolve("home"), root.resolve("data"));
    SignatureRules rules = new SignatureRules(policy, root.resolve("trust"));
    settings = new DeployerSettings(rules, limits, PROBATION);
    Files.createDirectories(folders.bundled());
    framework = startFramework(root.resolve("framework"));
    BundleContext context = framework.getBundleContext();
    ServiceTracker<ServiceComponentRuntime, ServiceComponentRuntime> components =
        new ServiceTracker<>(context, ServiceComponentRuntime.class, null);
    components.open();
    ServiceComponentRuntime scr =
        Objects.requireNonNull(components.waitForService(DEADLINE.toMillis()));
    context.registerService(Containment.class, incidents, null);
    deployer =
        new PluginDeployer(context, scr, pipeline, folders, () -> settings, Clock.systemUTC());
    dropFolder = new DropFolder(folders.drop(), folders.own().resolve("dropped.json"), deployer);
    deployer.start();
    await("settled", deployer::settled, settled -> settled);
  }

  /** From now on signatures are judged so. */
  void policy(Policy policy) {
    settings =
        new DeployerSettings(
            new SignatureRules(policy, settings.signatures().trust()), settings.trial(), PROBATION);
  }

  private static Framework startFramework(Path storage) throws Exception {
    Framework framework =
        java.util.ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    storage.toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    SHARED,
                    "ds.loglevel",
                    "0"));
    framework.start();
    for (String jar : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      String file = Path.of(jar).getFileName().toString();
      if (file.startsWith("org.apache.felix.scr")
          || file.startsWith("org.apache.felix.configadmin")) {
        framework.getBundleContext().installBundle(Path.of(jar).toUri().toString()).start();
      }
    }
    return framework;
  }

  /** From now on the drop folder is watched. */
  TestPlatform watching() {
    dropFolder.start();
    return this;
  }

  Path drop(String file) {
    return folders.drop().resolve(file);
  }

  Path bundled(String file) {
    return folders.bundled().resolve(file);
  }

  /** Changes a plugin and waits for the end. */
  Deployment change(Action action, String plugin, String by) throws Exception {
    return end(deployer.change(action, plugin, Requester.of(by)));
  }

  /** Rolls back, to the version before where none is named, and waits for the end. */
  Deployment rollback(String plugin, @Nullable String version) throws Exception {
    return end(deployer.rollback(plugin, version, Requester.of("alice")));
  }

  /** Installs and waits for the end. */
  Deployment install(Path jar) throws Exception {
    return install(jar, false);
  }

  /** Installs, also an older version, and waits for the end. */
  Deployment install(Path jar, boolean downgrade) throws Exception {
    Requester alice = new Requester("alice", "for a test");
    try (InputStream in = Files.newInputStream(jar)) {
      return end(deployer.install(in, jar.getFileName().toString(), downgrade, alice));
    }
  }

  Deployment end(Deployment deployment) throws Exception {
    return await(
        "end of " + deployment.id(),
        () -> deployer.deployment(deployment.id()).orElseThrow(),
        now -> now.state().terminal());
  }

  PluginView view(String plugin) {
    return deployer.plugins().stream()
        .filter(view -> view.name().equals(plugin))
        .findFirst()
        .orElseThrow();
  }

  /** What the speakers that run say. */
  List<String> said() {
    try {
      List<String> said = new ArrayList<>();
      BundleContext context = framework.getBundleContext();
      ServiceReference<?>[] speakers =
          context.getAllServiceReferences(Supplier.class.getName(), null);
      for (ServiceReference<?> speaker : speakers == null ? new ServiceReference<?>[0] : speakers) {
        if (context.getService(speaker) instanceof Supplier<?> supplier) {
          said.add(String.valueOf(supplier.get()));
        }
      }
      said.sort(null);
      return said;
    } catch (org.osgi.framework.InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  void awaitSaid(String... expected) throws Exception {
    await("speakers", this::said, said -> said.equals(Arrays.asList(expected)));
  }

  /** Changes the configuration of a component. */
  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary.
  void configure(String pid) throws Exception {
    BundleContext context = framework.getBundleContext();
    ServiceReference<?> reference =
        Objects.requireNonNull(
            context.getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null))[0];
    Object admin = Objects.requireNonNull(context.getService(reference));
    Class<?> type =
        Class.forName(
            "org.osgi.service.cm.ConfigurationAdmin", true, admin.getClass().getClassLoader());
    Object configuration =
        type.getMethod("getConfiguration", String.class, String.class).invoke(admin, pid, "?");
    Class<?> values =
        Class.forName("org.osgi.service.cm.Configuration", true, admin.getClass().getClassLoader());
    values
        .getMethod("update", java.util.Dictionary.class)
        .invoke(configuration, new java.util.Hashtable<>(Map.of("a", "b")));
  }

  Optional<Bundle> bundle(String plugin) {
    return Optional.ofNullable(framework.getBundleContext().getBundle("plugin:" + plugin));
  }

  /** Waits for a condition; fails with the last value after the deadline. */
  static <T> T await(String what, Callable<T> value, java.util.function.Predicate<T> wanted)
      throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    T last = value.call();
    while (!wanted.test(last)) {
      assertThat(System.nanoTime()).as("%s is %s", what, last).isLessThan(end);
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
      last = value.call();
    }
    return last;
  }

  @Override
  public void close() throws Exception {
    dropFolder.close();
    deployer.close();
    framework.stop();
    framework.waitForStop(DEADLINE.toMillis());
  }

  static void truncate(Path file, double part) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, (int) (all.length * part)));
  }
}
