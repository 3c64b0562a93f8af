package collector.traffic;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import monitor.api.capability.Capability;
import monitor.api.event.Kind;
import monitor.api.source.EventSource;
import monitor.api.source.EventStream;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import monitor.api.status.Status;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Watches network interfaces: one instance for each table {@code [[collector.traffic]]}, one thread
 * for each interface. Interfaces that come, go or are renamed are noticed within a second.
 */
@Component(configurationPid = TrafficSource.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TrafficConfiguration.class, factory = true)
@SourceProperties(
    offers = {Capability.NETWORK, Capability.REALTIME, Capability.SYSTEM_WIDE, Capability.CUSTOM},
    requires = Capability.PACKET_CAPTURE,
    kinds = {"flow", "sample", "traffic.dns", "traffic.talker"})
public final class TrafficSource implements EventSource {
  static final String PID = "collector.traffic";

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MOST_INTERFACES = 64;

  private final CaptureSettings settings;

  /**
   * A source for one configuration.
   *
   * @throws IllegalArgumentException if the configuration is wrong, naming each key
   */
  @Activate
  public TrafficSource(TrafficConfiguration configuration) {
    this(CaptureSettings.of(configuration));
  }

  TrafficSource(CaptureSettings settings) {
    this.settings = settings;
  }

  @Override
  public void run(SourceContext context) throws IOException {
    new Watch(context).run();
  }

  /** One run. */
  private final class Watch {
    private final SourceContext context;
    private final NamePatterns patterns = new NamePatterns(settings.interfaces());
    private final Map<Kind, EventStream> streams = new HashMap<>();
    private final Map<Integer, LiveCapture> captures = new LinkedHashMap<>();
    private final Map<Integer, Failed> failed = new LinkedHashMap<>();

    private record Failed(String reason, long untilNanos) {}

    Watch(SourceContext context) {
      this.context = context;
      for (Kind kind : List.of(Kind.FLOW, Kind.SAMPLE, DnsTracker.KIND, Talkers.KIND)) {
        streams.put(kind, context.stream(kind));
      }
    }

    void run() throws IOException {
      while (context.awaitNext(LOOK)) {
        Map<Integer, String> wanted = Libc.interfaces();
        wanted.values().removeIf(name -> !patterns.matches(name));
        look(wanted);
        context.report(status(wanted));
      }
    }

    private void look(Map<Integer, String> wanted) {
      captures.forEach((index, capture) -> follow(capture, wanted.get(index)));
      captures.entrySet().removeIf(entry -> ended(entry.getKey(), entry.getValue()));
      failed.keySet().retainAll(wanted.keySet());
      failed.values().removeIf(failure -> System.nanoTime() - failure.untilNanos() >= 0);
      for (Map.Entry<Integer, String> entry : wanted.entrySet()) {
        int index = entry.getKey();
        if (!captures.containsKey(index)
            && !failed.containsKey(index)
            && captures.size() < MOST_INTERFACES) {
          begin(index, entry.getValue());
        }
      }
    }

    private void begin(int index, String name) {
      LiveCapture capture = new LiveCapture(context, settings, name, index, streams);
      captures.put(index, capture);
      context.fork(context.name() + "/" + name, capture::run);
    }

    private static void follow(LiveCapture capture, @Nullable String name) {
      if (name == null) {
        capture.end();
      } else {
        capture.rename(name);
      }
    }

    private boolean ended(int index, LiveCapture capture) {
      String failure = capture.failure();
      if (capture.over() && failure != null) {
        failed.put(index, new Failed(failure, System.nanoTime() + PAUSE.toNanos()));
      }
      return capture.over();
    }

    private Status status(Map<Integer, String> wanted) {
      List<String> notes = new ArrayList<>();
      failed.values().forEach(failure -> notes.add(failure.reason()));
      captures.values().stream()
          .map(LiveCapture::note)
          .filter(Objects::nonNull)
          .forEach(notes::add);
      for (String name : settings.interfaces()) {
        if (wanted.values().stream().noneMatch(new NamePatterns(List.of(name))::matches)) {
          notes.add(
              "no interface is named '%s'; it is watched as soon as there is one".formatted(name));
        }
      }
      if (wanted.size() > MOST_INTERFACES) {
        notes.add("only %d of %d interfaces are watched".formatted(MOST_INTERFACES, wanted.size()));
      }
      String text = String.join("; ", notes);
      if (notes.isEmpty()) {
        return Status.OK;
      }
      return captures.isEmpty() && !failed.isEmpty() ? Status.failed(text) : Status.degraded(text);
    }
  }
}
