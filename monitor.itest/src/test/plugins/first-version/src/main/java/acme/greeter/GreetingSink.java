package acme.greeter;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import monitor.api.capability.Capability;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Delivery;
import monitor.api.delivery.Outcome;
import monitor.api.event.Custom;
import monitor.api.event.Event;
import monitor.api.event.FileChange;
import monitor.api.event.Flow;
import monitor.api.event.LogLine;
import monitor.api.event.Probed;
import monitor.api.event.ProcessObservation;
import monitor.api.event.Sample;
import monitor.api.probe.ProbeResult;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.sink.SinkProperties;
import monitor.api.status.Status;
import org.osgi.service.component.annotations.Component;

/** Says what it has seen, once that is everything. */
@Component
@SinkProperties(
    accepts = Capability.CUSTOM,
    kinds = {"acme.greeting", "log", "sample", "process", "flow", "file", "probe"},
    essential = true,
    idempotent = true,
    windowBytes = 1 << 20)
public final class GreetingSink implements Sink {
  private static final int DIFFERENT = 12;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private volatile SinkContext context;
  private boolean now;

  @Override
  public void open(SinkContext opened) {
    context = opened;
    opened.fork("looks", () -> opened.folder().toFile().list());
  }

  @Override
  public Delivery deliver(Batch batch) {
    BatchHeader header = batch.header();
    if (header.gap() == null) {
      int whole = batch.head().remaining() + batch.payload().remaining();
      if (whole <= header.payloadBytes() || header.id().nextSequence() < header.id().count()) {
        return new Outcome.Rejected("a batch is not what it was");
      }
      batch.forEach((sequence, event) -> seen.add(name(event)));
      if (seen.size() == DIFFERENT) {
        context.report(Status.degraded("it has seen " + new TreeSet<>(seen)));
      }
    }
    now = !now;
    return now
        ? Outcome.ACCEPTED
        : new Delivery.Pending(CompletableFuture.completedFuture(Outcome.ACCEPTED));
  }

  private static String name(Event event) {
    return switch (event.payload()) {
      case LogLine line -> "log";
      case Sample sample -> "sample";
      case ProcessObservation process -> "process";
      case Flow flow -> "flow";
      case FileChange file -> "file";
      case Custom custom -> custom.kind().name();
      case Probed probed ->
          switch (probed.result()) {
            case ProbeResult.Ping ping -> "ping";
            case ProbeResult.Traceroute trace -> "trace";
            case ProbeResult.TcpConnect tcp -> "tcp";
            case ProbeResult.UdpConnect udp -> "udp";
            case ProbeResult.HttpGet http -> "http";
            case ProbeResult.Plugin plugin -> "plugin";
          };
    };
  }
}
