package monitor.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.RouteView;
import monitor.api.source.EventSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Both ends of the transport in one framework, as plugins that are dropped: what the host sends
 * comes back to it.
 */
record BothEnds(BundleContext context, Pipeline pipeline) implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String SINK = "sink.websocket";
  private static final String RECEIVER = "receiver.websocket";

  void deploy() throws Exception {
    for (String plugin : new String[] {SINK, RECEIVER}) {
      String jar = plugin + "-" + System.getProperty("itest.api") + ".jar";
      Path built = Surroundings.EXAMPLES.resolveSibling(plugin).resolve("target").resolve(jar);
      Files.copy(built, dropped(plugin));
    }
  }

  private Path dropped(String plugin) {
    return Path.of(context.getProperty("monitor.data"), "plugins", plugin + ".jar");
  }

  private void configure(String text) throws IOException {
    Path file = Path.of(context.getProperty("monitor.config"));
    Path fresh = Files.writeString(file.resolveSibling("monitor.toml.new"), text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The refusal to send in a circle has then gone the whole way there and back. */
  void talk() throws Exception {
    String receiver = "[receiver.websocket]\nlisten = \"127.0.0.1:0\"\n";
    configure(receiver);
    int port = Await.until("the receiver listens", SOON, this::port, found -> found > 0);
    configure(
        receiver
            + "[sink.websocket]\naddresses = [\"ws://127.0.0.1:%d/transport\"]\n".formatted(port));
    Await.until(
        "an answer of the receiver",
        SOON,
        this::answer,
        reason -> reason.contains("does not pass on to another one"));
  }

  private int port() throws Exception {
    for (ServiceReference<EventSource> reference :
        context.getServiceReferences(EventSource.class, "(component.name=" + RECEIVER + ")")) {
      EventSource receiver = context.getService(reference);
      return receiver == null ? 0 : (int) receiver.getClass().getMethod("port").invoke(receiver);
    }
    return 0;
  }

  private String answer() {
    return pipeline.view().routes().stream()
        .filter(route -> route.sink().equals(SINK))
        .map(RouteView::reason)
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElseGet(this::states);
  }

  private String states() {
    StringBuilder states = new StringBuilder();
    pipeline.view().sources().forEach(each -> states.append(state(each)));
    pipeline.view().sinks().forEach(each -> states.append(state(each)));
    return states.toString();
  }

  private static String state(ComponentView each) {
    return each.name() + " " + each.state().label() + " " + each.reason() + "; ";
  }

  /** Takes both away. */
  @Override
  public void close() throws IOException {
    configure("");
    Files.deleteIfExists(dropped(SINK));
    Files.deleteIfExists(dropped(RECEIVER));
  }
}
