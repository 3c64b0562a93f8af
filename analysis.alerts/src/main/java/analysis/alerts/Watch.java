package analysis.alerts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import monitor.api.event.Attributes;
import monitor.api.query.Alert;
import monitor.api.query.AlertRule;
import org.jspecify.annotations.Nullable;

/**
 * One series of one host under one rule. Times are those of the samples, so that the same samples
 * lead to the same alerts, whenever they come. Guarded by the board.
 */
final class Watch {
  /** How far it is. */
  enum Phase {
    /** Nothing is wrong; kept for the cool-down and for what may come again. */
    CALM,
    /** Beyond the threshold, but not told. */
    PENDING,
    /** Told. */
    FIRING
  }

  /** What a sample changed. */
  enum Change {
    NOTHING,
    /** Worth keeping, but nobody is told. */
    NOTED,
    FIRED,
    RESOLVED
  }

  /**
   * Of what.
   *
   * @param rule name of the rule
   * @param host where the series is measured
   * @param metric name of the series
   * @param unit of the series
   * @param attributes of the series
   */
  record Subject(String rule, String host, String metric, String unit, Attributes attributes) {}

  /**
   * What is kept of it.
   *
   * @param id of the alert that fires, or fired last; empty if none did
   * @param sinceNanos when the phase began
   * @param coolNanos before this it does not fire
   * @param seenNanos time of the last sample
   * @param value of the last sample
   * @param mark place of the last sample; null before the first
   * @param told names of the webhooks that were told
   */
  record State(
      Subject subject,
      Phase phase,
      String id,
      AlertRule.Severity severity,
      String condition,
      long sinceNanos,
      long coolNanos,
      long seenNanos,
      double value,
      @Nullable Mark mark,
      List<String> told) {}

  /**
   * What an agent sends again comes within this time after the end of an alert, or rarely later.
   */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private static final long SECOND = 1_000_000_000L;

  private final Subject subject;
  private Phase phase = Phase.CALM;
  private String id = "";
  private AlertRule.Severity severity = AlertRule.Severity.WARNING;
  private String condition = "";
  private long sinceNanos;
  private long coolNanos = Long.MIN_VALUE;
  private long seenNanos;
  private double value;
  private @Nullable Mark mark;
  private List<String> told = List.of();
  private long heardNanos = System.nanoTime();

  Watch(Subject subject) {
    this.subject = subject;
  }

  /** One that was kept. */
  Watch(State state) {
    this(state.subject());
    phase = state.phase();
    id = state.id();
    severity = state.severity();
    condition = state.condition();
    sinceNanos = state.sinceNanos();
    coolNanos = state.coolNanos();
    seenNanos = state.seenNanos();
    value = state.value();
    mark = state.mark();
    told = state.told();
  }

  /** What is to be kept. */
  State state() {
    return new State(
        subject,
        phase,
        id,
        severity,
        condition,
        sinceNanos,
        coolNanos,
        seenNanos,
        value,
        mark,
        told);
  }

  /** Takes a sample. */
  Change see(Rule rule, Reading reading) {
    if (mark != null && mark.covers(reading.mark())) {
      return Change.NOTHING;
    }
    mark = reading.mark();
    seenNanos = reading.timeNanos();
    heardNanos = System.nanoTime();
    coolWithin(rule.settings().coolDown());
    if (Double.isNaN(reading.value())) {
      return Change.NOTHING;
    }
    value = reading.value();
    return switch (phase) {
      case CALM -> rule.breached(value) ? begin(rule) : Change.NOTHING;
      case PENDING -> rule.breached(value) ? hold(rule) : calm();
      case FIRING -> rule.cleared(value) ? resolve(rule) : Change.NOTHING;
    };
  }

  private Change begin(Rule rule) {
    phase = Phase.PENDING;
    sinceNanos = seenNanos;
    severity = rule.settings().severity();
    condition = rule.condition();
    return hold(rule) == Change.FIRED ? Change.FIRED : Change.NOTED;
  }

  /** A clock that was set back holds up no alert for longer than the rule says. */
  private void coolWithin(Duration coolDown) {
    coolNanos = Math.min(coolNanos, seenNanos + coolDown.toNanos());
  }

  private Change hold(Rule rule) {
    sinceNanos = Math.min(sinceNanos, seenNanos);
    if (seenNanos - sinceNanos < rule.settings().hold().toNanos() || seenNanos < coolNanos) {
      return Change.NOTHING;
    }
    phase = Phase.FIRING;
    id = UUID.nameUUIDFromBytes((subject + " " + mark).getBytes(StandardCharsets.UTF_8)).toString();
    sinceNanos = seenNanos;
    severity = rule.settings().severity();
    condition = rule.condition();
    return Change.FIRED;
  }

  private Change calm() {
    phase = Phase.CALM;
    return Change.NOTED;
  }

  private Change resolve(Rule rule) {
    end(rule.settings().coolDown().toNanos());
    return Change.RESOLVED;
  }

  /**
   * It is over, whatever the samples say. What was only pending keeps the cool-down of the alert
   * before.
   *
   * @param coolDownNanos from the last sample on
   */
  void end(long coolDownNanos) {
    if (phase == Phase.FIRING) {
      coolNanos = seenNanos + coolDownNanos;
    }
    phase = Phase.CALM;
  }

  void told(List<String> webhooks) {
    told = webhooks;
  }

  List<String> told() {
    return told;
  }

  Subject subject() {
    return subject;
  }

  Phase phase() {
    return phase;
  }

  /** For how long no sample came to this process. */
  Duration silence(long nowNanos) {
    return Duration.ofNanos(nowNanos - heardNanos);
  }

  /**
   * Whether nothing of it can matter any more. The time of the samples and that of silence count
   * alike: a series that has vanished brings no later sample.
   */
  boolean stale(long nowNanos) {
    return phase == Phase.CALM && (id.isEmpty() || sinceCoolNanos(nowNanos) > REMEMBERED.toNanos());
  }

  private long sinceCoolNanos(long nowNanos) {
    return seenNanos - coolNanos + silence(nowNanos).toNanos();
  }

  /** Whether it ever rang. */
  boolean hasFired() {
    return !id.isEmpty();
  }

  /** Place of the last sample; null before the first. */
  @Nullable Mark mark() {
    return mark;
  }

  /** As others see it while it is pending or firing. */
  Alert alert() {
    Alert.State state = phase == Phase.PENDING ? Alert.State.PENDING : Alert.State.FIRING;
    return alert(state, null, null);
  }

  /** As others see it when it is over. */
  Alert ended(Instant at, String reason) {
    return alert(Alert.State.RESOLVED, at, reason);
  }

  /** Time of the last sample. */
  Instant seen() {
    return instant(seenNanos);
  }

  private Alert alert(Alert.State state, @Nullable Instant ended, @Nullable String reason) {
    return new Alert(
        state == Alert.State.PENDING ? "" : id,
        subject.rule(),
        severity,
        state,
        subject.host(),
        subject.metric(),
        subject.unit(),
        subject.attributes().asMap(),
        condition,
        value,
        instant(sinceNanos),
        ended,
        reason);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }
}
