package analysis.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import monitor.api.query.AlertChannel;
import monitor.api.status.Conditions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for the webhooks. Guarded by the board. */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final Conditions conditions;
  private final Map<String, Channel> channels = new TreeMap<>();

  Outbox(Conditions conditions) {
    this.conditions = conditions;
  }

  /** Takes over what was kept. */
  void restore(List<Channel.State> states) {
    states.forEach(state -> channels.put(state.name(), new Channel(state)));
  }

  /** What is to be kept. */
  List<Channel.State> states() {
    return channels.values().stream().map(Channel::state).toList();
  }

  /** Gives up what waits for other webhooks than these; whether there were others. */
  boolean only(Set<String> webhooks) {
    boolean fewer = channels.entrySet().removeIf(entry -> abandoned(entry, webhooks));
    webhooks.forEach(name -> channels.computeIfAbsent(name, Channel::new));
    return fewer;
  }

  private boolean abandoned(Map.Entry<String, Channel> channel, Set<String> webhooks) {
    String name = channel.getKey();
    if (webhooks.contains(name)) {
      return false;
    }
    int lost = channel.getValue().clear();
    if (lost > 0) {
      LOG.error("The webhook {} was removed, and with it {} notifications.", name, lost);
    }
    conditions.set(condition(name), null);
    return true;
  }

  private static String condition(String webhook) {
    return "webhook " + webhook;
  }

  /** Adds one for each of these webhooks; one that is not there any more is told nothing. */
  void add(Notification notification, List<String> webhooks) {
    for (String webhook : webhooks) {
      Channel channel = channels.get(webhook);
      if (channel != null && channel.add(notification)) {
        LOG.error(
            "The webhook {} takes nothing: the oldest of {} notifications is dropped.",
            webhook,
            Channel.MOST_WAITING);
      }
    }
  }

  /** The next one for a webhook; null if none waits. */
  @Nullable Notification head(String webhook) {
    Channel channel = channels.get(webhook);
    return channel == null ? null : channel.head();
  }

  /** Nanoseconds until the next one for a webhook may be sent; not positive: now. */
  long pauseNanos(String webhook) {
    Channel channel = channels.get(webhook);
    return channel == null ? 0 : channel.pauseNanos();
  }

  /** It was taken. */
  void taken(Board.Errand errand, Instant now) {
    outcome(errand, null, channel -> channel.taken(errand.notification(), now));
  }

  /** It is refused for ever. */
  void refused(Board.Errand errand, String reason) {
    LOG.error("The webhook {} refused a notification: {}.", errand.webhook().name(), reason);
    outcome(errand, null, channel -> channel.refused(errand.notification()));
  }

  /** It was not taken, and will be sent again. */
  void failed(Board.Errand errand, String reason) {
    outcome(
        errand,
        reason,
        channel -> {
          if (channel.failed(reason, errand.webhook())) {
            LOG.warn("The webhook {} takes nothing: {}.", errand.webhook().name(), reason);
          }
        });
  }

  private void outcome(Board.Errand errand, @Nullable String problem, Consumer<Channel> change) {
    String name = errand.webhook().name();
    Channel channel = channels.get(name);
    if (channel != null) {
      change.accept(channel);
      conditions.set(condition(name), problem);
    }
  }

  /** Every webhook, by name. */
  List<AlertChannel> views(Ruleset rules) {
    List<AlertChannel> views = new ArrayList<>();
    channels.forEach((name, channel) -> {
      Webhook webhook = rules.webhooks().get(name);
      views.add(
          webhook == null
              ? channel.view("", "its table is wrong")
              : channel.view(webhook.shown(), null));
    });
    return views;
  }
}
