package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.event.Kind;
import monitor.api.operation.ComponentView;
import monitor.api.sink.Sink;
import monitor.api.source.EventSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that was compiled against version 1.0.0 of the API still runs: source and sink. */
class FirstPluginTest {
  /** With its source beside it; never built anew. */
  private static final Path JAR =
      Path.of("../monitor.itest/src/test/plugins/first-version/acme.greeter-1.0.0.jar");

  private static final Kind[] KINDS = {
    new Kind("acme.greeting"), Kind.LOG, Kind.SAMPLE, Kind.PROCESS, Kind.FLOW, Kind.FILE, Kind.PROBE
  };

  @TempDir Path data;

  @Test
  void runsSourceAndSinkOfTheFirstVersion() throws Exception {
    URL[] jar = {JAR.toUri().toURL()};
    try (URLClassLoader plugin = new URLClassLoader(jar, getClass().getClassLoader());
        Monitor monitor = Monitor.builder(data).freeFloor(0).build()) {
      Sink sink = (Sink) made(plugin, "acme.greeter.GreetingSink");
      EventSource source = (EventSource) made(plugin, "acme.greeter.GreetingSource");
      monitor.register(SinkSpec.essential("sink"), sink);
      monitor.register(SourceSpec.of("source", Capabilities.of(Capability.CUSTOM), KINDS), source);
      Await.until(() -> reason(monitor.view().sinks()).startsWith("it has seen"));
      assertThat(reason(monitor.view().sinks()))
          .isEqualTo(
              "it has seen [acme.greeting, file, flow, http, log, ping, plugin, process, sample, tcp, trace, udp]");
      Await.until(() -> reason(monitor.view().sources()).equals("all is as it was"));
    }
  }

  private static String reason(List<ComponentView> components) {
    return components.isEmpty() ? "" : components.getFirst().reason();
  }

  /** Gives it the defaults of its configuration. */
  private static Object made(ClassLoader plugin, String name) throws Exception {
    Constructor<?> constructor = plugin.loadClass(name).getConstructors()[0];
    Object[] arguments = new Object[constructor.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      Class<?>[] type = {constructor.getParameterTypes()[i]};
      arguments[i] =
          Proxy.newProxyInstance(plugin, type, (proxy, method, given) -> method.getDefaultValue());
    }
    return constructor.newInstance(arguments);
  }
}
