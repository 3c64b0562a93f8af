package analysis.alerts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import monitor.api.delivery.Batch;
import monitor.api.delivery.BatchHeader;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.event.Sample;
import monitor.api.query.Alert;
import monitor.api.query.AlertChannel;
import monitor.api.query.AlertRule;
import monitor.api.query.AlertRuleView;
import monitor.api.query.Alerts;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.sink.SinkProperties;
import monitor.api.status.Conditions;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares samples with the thresholds of rules as they come, and rings webhooks. Best effort: it
 * holds no journal. What it knows is kept in its folder, so that neither a restart nor an upgrade
 * loses or repeats a notification.
 */
@Component(
    name = "analysis.alerts",
    configurationPolicy = ConfigurationPolicy.IGNORE,
    service = {Sink.class, Alerts.class, ConfigurationListener.class})
@SinkProperties(kinds = "sample", idempotent = true)
public final class AlertsSink implements Sink, Alerts, ConfigurationListener {
  private static final Logger LOG = LoggerFactory.getLogger(AlertsSink.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final ConfigurationAdmin configurations;
  private volatile @Nullable Opened opened;
  private volatile boolean changed;

  /** Reads its tables from the configuration service when it is opened. */
  @Activate
  public AlertsSink(@Reference ConfigurationAdmin configurations) {
    this.configurations = configurations;
  }

  /** What there is while it is open. */
  private record Opened(
      SinkContext context, Conditions conditions, Board board, OwnRules own, Couriers couriers) {}

  @Override
  public void open(SinkContext context) throws IOException {
    Path folder = context.folder();
    Conditions conditions = new Conditions(context::report);
    JsonFile state = new JsonFile(folder.resolve("state.json"));
    Board board = new Board(state, context.clock(), conditions);
    OwnRules own = new OwnRules(new JsonFile(folder.resolve("rules.json")));
    Opened fresh = new Opened(context, conditions, board, own, new Couriers(board, context));
    reload(fresh);
    opened = fresh;
    context.fork("clock", () -> watchTheClock(fresh));
  }

  private void watchTheClock(Opened current) throws IOException, InterruptedException {
    while (!current.board().awaitClosed(TICK)) {
      if (changed) {
        reload(current);
      }
      current.board().tick();
    }
  }

  /** Several tables may change together: they are read when all of them have. */
  @Override
  public void configurationEvent(ConfigurationEvent event) {
    if (event.getFactoryPid() != null && Tables.concerns(event.getFactoryPid())) {
      changed = true;
    }
  }

  private synchronized void reload(Opened current) throws IOException {
    changed = false;
    List<String> before = current.board().rules().problems();
    Ruleset rules = Tables.read(configurations, current.own().all());
    List<String> problems = rules.problems();
    problems.stream().filter(each -> !before.contains(each)).forEach(each -> LOG.error("{}", each));
    String more = problems.size() > 1 ? " (and %d more)".formatted(problems.size() - 1) : "";
    current
        .conditions()
        .set("configuration", problems.isEmpty() ? null : problems.getFirst() + more);
    current.board().rules(rules);
    current.couriers().send(rules.webhooks().keySet());
  }

  @Override
  public Outcome deliver(Batch batch) {
    Board board = current().board();
    BatchHeader header = batch.header();
    if (header.gap() != null || board.rules().rules().isEmpty()) {
      return Outcome.ACCEPTED;
    }
    try {
      batch.forEach((sequence, event) -> see(board, header, sequence, event));
    } catch (IllegalStateException e) {
      return new Outcome.Rejected(String.valueOf(e.getMessage()));
    } finally {
      board.commit();
    }
    return Outcome.ACCEPTED;
  }

  private static void see(Board board, BatchHeader header, long sequence, Event event) {
    if (event.payload() instanceof Sample sample
        && !board.rules().on(sample.series().name()).isEmpty()) {
      board.see(Reading.of(header, sequence, event, sample));
    }
  }

  private Opened current() {
    Opened current = opened;
    if (current == null) {
      throw new IllegalStateException("the alerts are not open");
    }
    return current;
  }

  @Override
  public void close() throws InterruptedException {
    Opened last = opened;
    opened = null;
    if (last != null) {
      last.couriers().close();
      last.board().close();
    }
  }

  @Override
  public List<Alert> active() {
    Opened current = opened;
    return current == null ? List.of() : current.board().active();
  }

  @Override
  public List<Alert> ended() {
    Opened current = opened;
    return current == null ? List.of() : current.board().ended();
  }

  @Override
  public List<AlertRuleView> rules() {
    Opened current = opened;
    return current == null ? List.of() : current.board().rules().views();
  }

  @Override
  public List<AlertChannel> channels() {
    Opened current = opened;
    return current == null ? List.of() : current.board().channels();
  }

  @Override
  public synchronized void put(AlertRule rule) throws IOException {
    Opened current = current();
    refuseThoseOfFiles(current, rule.name());
    List<String> problems = Rule.problems(rule, current.board().rules().webhookNames());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    current.own().put(rule);
    reload(current);
  }

  @Override
  public synchronized boolean remove(String rule) throws IOException {
    Opened current = current();
    boolean removed = current.own().remove(rule);
    if (removed) {
      reload(current);
    } else {
      refuseThoseOfFiles(current, rule);
    }
    return removed;
  }

  private static void refuseThoseOfFiles(Opened current, String name) {
    for (AlertRuleView view : current.board().rules().views()) {
      if (view.name().equals(name) && !view.origin().isEmpty()) {
        throw new IllegalStateException(
            "the rule '%s' stands in %s".formatted(name, view.origin()));
      }
    }
  }
}
