package monitor.rest.stream;

import java.util.ArrayList;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.LogLine;
import monitor.api.event.Probed;
import monitor.api.event.Sample;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkProperties;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Shows events to those who listen to the stream: a best-effort sink that opens a batch only when
 * somebody wants what is in it.
 */
@Component(
    configurationPolicy = ConfigurationPolicy.IGNORE,
    name = "monitor.rest.live",
    service = {Sink.class, LiveFeed.class})
@SinkProperties(kinds = "*", idempotent = true)
public final class LiveFeed implements Sink {
  /** Most items of a batch that are shown; the others are counted. */
  static final int MAX_ITEMS = 1000;

  private volatile @Nullable Hub hub;

  /** Shows events there; null for nowhere. */
  void attach(@Nullable Hub newHub) {
    this.hub = newHub;
  }

  @Override
  public Outcome deliver(Batch batch) {
    Hub open = hub;
    if (open != null && batch.header().gap() == null && !topics(open, batch.header()).isEmpty()) {
      show(batch, open);
    }
    return Outcome.ACCEPTED;
  }

  private static List<Topic> topics(Hub hub, BatchHeader header) {
    List<Topic> topics = new ArrayList<>(2);
    switch (header.kind().name()) {
      case "log" -> topics.add(Topic.LOGS);
      case "sample" -> topics.add(Topic.METRICS);
      case "probe" -> topics.add(Topic.REACHABILITY);
      default -> {
        // Others are seen through the tap only.
      }
    }
    topics.add(Topic.TAP);
    topics.removeIf(topic -> !hub.wanted(topic));
    return topics;
  }

  private static void show(Batch batch, Hub hub) {
    for (Topic topic : topics(hub, batch.header())) {
      List<Item> items = new ArrayList<>();
      batch.forEach((sequence, event) -> {
        if (items.size() < MAX_ITEMS) {
          items.add(item(topic, batch.header(), sequence, event));
        }
      });
      hub.publish(topic, items, Math.max(0, batch.header().id().count() - items.size()));
    }
  }

  private static Item item(Topic topic, BatchHeader header, long sequence, Event event) {
    if (topic == Topic.TAP) {
      return EventShape.tapped(header, sequence, event);
    }
    return switch (event.payload()) {
      case LogLine line -> EventShape.line(header, sequence, event, line);
      case Sample sample -> EventShape.sample(header, event, sample);
      case Probed probed -> EventShape.round(header, event, probed);
      default -> EventShape.tapped(header, sequence, event);
    };
  }
}
