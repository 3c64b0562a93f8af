package monitor.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.inject.Inject;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Deployer;
import monitor.api.operation.HostView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PluginView;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The bundles of the distribution in a framework; these tests run inside of it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FrameworkIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String METRICS = "collector.metrics";
  private static final String HELLO = "hello.plugin";

  @Inject private BundleContext context;
  @Inject private Pipeline pipeline;
  @Inject private Deployer deployer;

  /** Options of the framework. */
  @Configuration
  public static Option[] configuration() throws Exception {
    return FrameworkOptions.of(METRICS, "sink.console");
  }

  @Test
  public void grantsASourceWhatTheHostOffersAndRoutesIt() throws Exception {
    ComponentView source =
        Await.until("a source", SOON, this::metrics, Optional::isPresent).orElseThrow();
    assertTrue(
        source.grant().toString(), source.grant().granted().contains(Capability.PERFORMANCE));
    ComponentView active =
        Await.until(
                "a route",
                SOON,
                this::metrics,
                view -> view.isPresent() && !view.get().routedTo().isEmpty())
            .orElseThrow();
    assertEquals(ComponentState.ACTIVE, active.state());
  }

  private Optional<ComponentView> metrics() {
    return pipeline.view().sources().stream()
        .filter(source -> source.bundle().equals(METRICS))
        .findFirst();
  }

  @Test
  public void putsASourceIntoQuarantineThatChangesItsFlags() throws Exception {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("monitor.name", "flipping");
    properties.put("monitor.offers", "PERFORMANCE");
    properties.put("monitor.kinds", "sample");
    EventSource source = SourceContext::awaitStop;
    ServiceRegistration<EventSource> registration =
        context.registerService(EventSource.class, source, properties);
    try {
      Await.until("active", SOON, () -> state("flipping"), "active "::equals);
      properties.put("monitor.offers", new String[] {"PERFORMANCE", "KERNEL_LEVEL"});
      registration.setProperties(properties);
      String reason =
          Await.until(
              "caught", SOON, () -> state("flipping"), state -> state.startsWith("quarantined"));
      assertTrue(reason, reason.contains("flags changed from offers PERFORMANCE to offers"));
    } finally {
      registration.unregister();
    }
  }

  @Test
  public void putsASourceIntoQuarantineThatNeedsWhatItsManifestDoesNotSay() throws Exception {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("monitor.name", "secretive");
    properties.put("monitor.offers", "PERFORMANCE");
    properties.put("monitor.requires", "KERNEL_LEVEL");
    properties.put("monitor.kinds", "sample");
    EventSource source = SourceContext::awaitStop;
    ServiceRegistration<EventSource> registration =
        context.registerService(EventSource.class, source, properties);
    try {
      String state = state("secretive");
      assertTrue(
          state,
          state.startsWith(
              "quarantined it asks for KERNEL_LEVEL, and its manifest has no capability"));
    } finally {
      registration.unregister();
    }
  }

  private String state(String source) {
    return pipeline.view().sources().stream()
        .filter(view -> view.name().equals(source))
        .map(view -> view.state().label() + " " + view.reason())
        .findFirst()
        .orElse("none");
  }

  @Test
  public void publishesHostAndGrantsAsServices() throws Exception {
    assertEquals(
        1, context.getServiceReferences(HostView.class, "(monitor.offered=NETWORK)").size());
    Await.until(
        "a grant",
        SOON,
        () ->
            context
                .getServiceReferences(
                    Grant.class,
                    "(&(monitor.component=collector.metrics)(monitor.granted=PERFORMANCE))")
                .size(),
        Integer.valueOf(1)::equals);
  }

  @Test
  public void carriesBatchesFromOneEndOfTheTransportToTheOther() throws Exception {
    try (BothEnds ends = new BothEnds(context, pipeline)) {
      ends.deploy();
      ends.talk();
    }
  }

  @Test
  public void runsUpgradesAndRemovesADroppedBundle() throws Exception {
    Path dropped = Path.of(context.getProperty("monitor.data"), "plugins", "hello.jar");

    Files.copy(Path.of(context.getProperty(FrameworkOptions.FIRST)), dropped);
    Await.until("active", SOON, this::hello, "1.0.0 active"::equals);
    Bundle bundle = context.getBundle("plugin:" + HELLO);
    assertNotNull(bundle);
    long id = bundle.getBundleId();

    Files.copy(
        Path.of(context.getProperty(FrameworkOptions.SECOND)),
        dropped,
        StandardCopyOption.REPLACE_EXISTING);
    Await.until("upgraded", SOON, this::hello, "1.1.0 active"::equals);
    assertEquals(id, context.getBundle("plugin:" + HELLO).getBundleId());

    Files.delete(dropped);
    Await.until("gone", SOON, this::hello, "none"::equals);
    assertEquals(Bundle.UNINSTALLED, bundle.getState());
  }

  @Test
  public void runsAPluginThatWasCompiledAgainstTheFirstVersion() throws Exception {
    Path dropped = Path.of(context.getProperty("monitor.data"), "plugins", "greeter.jar");
    Files.copy(Path.of(context.getProperty(FrameworkOptions.KEPT)), dropped);
    try {
      Await.until(
          "all that its source asked for",
          SOON,
          () -> reasons(pipeline.view().sources()),
          reasons -> reasons.contains("all is as it was"));
      String seen =
          "it has seen [acme.greeting, file, flow, http, log, ping, plugin, process, sample, tcp, trace, udp]";
      Await.until(
          "all that its source emitted",
          SOON,
          () -> reasons(pipeline.view().sinks()),
          reasons -> reasons.contains(seen));
    } finally {
      Files.delete(dropped);
      Await.until("gone", SOON, () -> reasons(pipeline.view().sinks()), String::isEmpty);
    }
  }

  private static String reasons(List<ComponentView> components) {
    return components.stream()
        .filter(each -> each.bundle().equals("acme.greeter"))
        .map(each -> each.state().label() + " " + each.reason())
        .collect(Collectors.joining("; "));
  }

  private String hello() {
    return deployer.plugins().stream()
        .filter(plugin -> plugin.name().equals(HELLO))
        .findFirst()
        .map((PluginView plugin) -> plugin.version() + " " + plugin.state())
        .orElse("none");
  }
}
