package analysis.alerts;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import monitor.api.query.Alert;
import monitor.api.query.AlertChannel;
import monitor.api.query.AlertRule;
import monitor.api.status.Conditions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is watched, and what waits to be told. What a sample changes is on disk before anybody
 * is told. Safe for many threads.
 */
final class Board {
  private static final Logger LOG = LoggerFactory.getLogger(Board.class);

  private static final int MOST_ENDED = 100;

  /** Times as long as it took to store the memory, nothing is stored unless the clock says so. */
  private static final int IDLE_FOR_SAVING = 3;

  private static final String MEMORY = "memory";
  private static final String WATCHES = "watches";
  private static final String FULL =
      "%d series are beyond a threshold, no further one is watched".formatted(Watches.MOST);

  private final JsonFile file;
  private final InstantSource clock;
  private final Conditions conditions;

  private final Watches watches = new Watches();
  private final Deque<Alert> ended = new ArrayDeque<>();
  private final Outbox outbox;
  private volatile Ruleset rules = Ruleset.NONE;
  private boolean unsaved;
  private boolean held;
  private long savedNanos = System.nanoTime();
  private long costNanos;
  private boolean sending = true;
  private boolean closed;

  /**
   * What was kept in a file.
   *
   * @throws IOException if the disk does not let it be read
   */
  Board(JsonFile file, InstantSource clock, Conditions conditions) throws IOException {
    this.file = file;
    this.clock = clock;
    this.conditions = conditions;
    this.outbox = new Outbox(conditions);
    Memory memory = file.read(MemoryJson::read);
    if (memory != null) {
      watches.restore(memory.watches(), memory.forgotten());
      ended.addAll(memory.ended());
      outbox.restore(memory.channels());
    }
  }

  /** The rules in force. */
  Ruleset rules() {
    return rules;
  }

  /** Puts rules in force: what no rule looks at any more is over. */
  synchronized void rules(Ruleset newRules) {
    rules = newRules;
    unsaved |= outbox.only(newRules.webhookNames());
    for (Watch watch : watches.active()) {
      String reason = uncovered(watch.subject());
      if (reason != null) {
        end(watch, reason, 0);
      }
    }
    save();
  }

  private @Nullable String uncovered(Watch.Subject subject) {
    Rule rule = rules.rule(subject.rule());
    if (rule == null) {
      return rules.knows(subject.rule()) ? null : "the rule was removed";
    }
    return rule.settings().metric().equals(subject.metric())
            && rule.covers(subject.host(), subject.attributes())
        ? null
        : "the rule does not look at it any more";
  }

  /**
   * Takes a sample. Which rules look at it is decided here: under one that was removed since the
   * batch began, an alert would begin that nothing ends.
   */
  synchronized void see(Reading reading) {
    for (Rule rule : rules.on(reading.series().name())) {
      if (rule.covers(reading.host(), reading.attributes())) {
        see(rule, reading);
      }
    }
  }

  private void see(Rule rule, Reading reading) {
    Watch watch = watches.of(rule, reading);
    if (watch == null) {
      if (watches.isFull()) {
        conditions.set(WATCHES, FULL);
      }
      return;
    }
    Watch.Change change = watch.see(rule, reading);
    watches.place(watch);
    switch (change) {
      case NOTHING -> {}
      case NOTED -> unsaved = true;
      case FIRED -> fire(rule, watch);
      case RESOLVED -> over(watch, watch.seen(), "the value is back");
    }
  }

  private void fire(Rule rule, Watch watch) {
    watch.told(rules.told(rule));
    Alert alert = watch.alert();
    LOG.warn(
        "Alert {}: {} is {} ({}).", alert.rule(), series(alert), alert.value(), alert.condition());
    tell(watch, alert);
  }

  /** What is wrong, such as the one of several file systems. */
  private static String series(Alert alert) {
    String attributes = alert.attributes().isEmpty() ? "" : " " + new TreeMap<>(alert.attributes());
    return "%s of %s%s".formatted(alert.metric(), alert.host(), attributes);
  }

  private void over(Watch watch, Instant at, String reason) {
    Alert alert = watch.ended(at, reason);
    LOG.info("Alert {}, {}, is over: {}.", alert.rule(), series(alert), reason);
    ended.addFirst(alert);
    if (ended.size() > MOST_ENDED) {
      ended.removeLast();
    }
    tell(watch, alert);
  }

  private void tell(Watch watch, Alert alert) {
    outbox.add(AlertJson.notification(alert), watch.told());
    held = true;
    unsaved = true;
  }

  private void end(Watch watch, String reason, long coolDownNanos) {
    boolean fired = watch.phase() == Watch.Phase.FIRING;
    watch.end(coolDownNanos);
    watches.place(watch);
    unsaved = true;
    if (fired) {
      over(watch, clock.instant(), reason);
    }
  }

  /** Makes durable what somebody is to be told, and lets it be told. */
  synchronized void commit() {
    if (held) {
      saveSoon();
    }
  }

  /** What time brings: series that fall silent, and what need not be kept any more. */
  synchronized void tick() {
    for (Watch watch : watches.active()) {
      Rule rule = rules.rule(watch.subject().rule());
      if (rule != null) {
        endWhatIsSilent(watch, rule.settings());
      }
    }
    unsaved |= watches.forgetStale();
    conditions.set(WATCHES, watches.isFull() ? FULL : null);
    save();
  }

  /** It has been silent for a while when it is over, and its cool-down begins then. */
  private void endWhatIsSilent(Watch watch, AlertRule rule) {
    Duration noData = rule.noData();
    if (!noData.isZero() && watch.silence(System.nanoTime()).compareTo(noData) >= 0) {
      String reason = "no data for " + Durations.text(noData);
      end(watch, reason, noData.plus(rule.coolDown()).toNanos());
    }
  }

  /**
   * A disk that takes nothing holds up no alert: it may be what the alert is about. Then an alert
   * may be told again after the next start.
   */
  private void save() {
    if (unsaved && !closed) {
      long begin = System.nanoTime();
      try {
        file.write(MemoryJson.write(memory()));
        unsaved = false;
        conditions.set(MEMORY, null);
      } catch (IOException e) {
        conditions.set(MEMORY, "what was told cannot be stored: " + e);
      }
      savedNanos = System.nanoTime();
      costNanos = savedNanos - begin;
    }
    held = false;
    notifyAll();
  }

  /** At once, unless that took up too much of the time lately; the clock does it then. */
  private void saveSoon() {
    if (System.nanoTime() - savedNanos > costNanos * IDLE_FOR_SAVING) {
      save();
    }
  }

  private Memory memory() {
    return new Memory(watches.states(), watches.forgotten(), List.copyOf(ended), outbox.states());
  }

  /** What a courier is to bring, and where. */
  record Errand(Webhook webhook, Notification notification) {}

  /** Waits for the next notification of a webhook; null when no further one is sent. */
  synchronized @Nullable Errand next(String name) throws InterruptedException {
    while (sending) {
      Webhook webhook = rules.webhooks().get(name);
      Notification head = held ? null : outbox.head(name);
      if (webhook == null || head == null) {
        wait();
      } else if (outbox.pauseNanos(name) > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, outbox.pauseNanos(name));
      } else {
        return new Errand(webhook, head);
      }
    }
    return null;
  }

  /** It was taken. */
  synchronized void taken(Errand errand) {
    outbox.taken(errand, clock.instant());
    unsaved = true;
    saveSoon();
  }

  /** It is refused for ever. */
  synchronized void refused(Errand errand, String reason) {
    outbox.refused(errand, reason);
    unsaved = true;
    saveSoon();
  }

  /** It was not taken, and will be sent again. */
  synchronized void failed(Errand errand, String reason) {
    outbox.failed(errand, reason);
  }

  /** Pending and firing, by rule and host. */
  synchronized List<Alert> active() {
    return watches.active().stream()
        .map(Watch::alert)
        .sorted(
            Comparator.comparing(Alert::rule)
                .thenComparing(Alert::host)
                .thenComparing(alert -> alert.attributes().toString()))
        .toList();
  }

  /** What was over last, the latest first. */
  synchronized List<Alert> ended() {
    return List.copyOf(ended);
  }

  /** Every webhook, by name. */
  synchronized List<AlertChannel> channels() {
    return outbox.views(rules);
  }

  /** Waits for a moment, or until it is closed; whether it is. */
  synchronized boolean awaitClosed(Duration moment) throws InterruptedException {
    long end = System.nanoTime() + moment.toNanos();
    while (!closed && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
    }
    return closed;
  }

  /** No further notification is sent. */
  synchronized void stopSending() {
    sending = false;
    notifyAll();
  }

  /** Stores what is left; nothing is stored or told afterwards. */
  synchronized void close() {
    unsaved |= !watches.isEmpty();
    save();
    closed = true;
    notifyAll();
  }
}
