package monitor.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.capability.Grant;
import monitor.api.capability.Refusal;
import monitor.api.event.Flow;
import monitor.api.event.ProcessObservation;
import monitor.api.operation.Balance;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Containment;
import monitor.api.operation.Cost;
import monitor.api.operation.Deployer;
import monitor.api.operation.Deployment;
import monitor.api.operation.Entitlements;
import monitor.api.operation.Histogram;
import monitor.api.operation.HistoryEntry;
import monitor.api.operation.HostView;
import monitor.api.operation.Incident;
import monitor.api.operation.PerformerView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.api.operation.Platform;
import monitor.api.operation.PluginDiff;
import monitor.api.operation.PluginLimit;
import monitor.api.operation.PluginView;
import monitor.api.operation.PolicyView;
import monitor.api.operation.Requester;
import monitor.api.operation.RouteView;
import monitor.api.probe.ProbeResult;
import monitor.api.query.LogFilter;
import monitor.api.query.LogPage;
import monitor.api.query.Period;
import monitor.api.query.ProbeFilter;
import monitor.api.query.QueryException;
import monitor.api.query.QueryTimeoutException;
import monitor.api.query.RoundPage;
import monitor.api.query.Scope;
import monitor.api.query.SeriesFilter;
import monitor.api.query.SeriesPage;
import monitor.api.query.SeriesPoints;
import monitor.api.query.SeriesStatistics;
import monitor.api.query.StoredHost;
import monitor.api.query.StoredProcess;
import monitor.api.query.StoredRound;
import monitor.api.query.StoredTraffic;
import monitor.api.query.TelemetryQuery;
import org.jspecify.annotations.Nullable;

/** Small services with known content, written by hand. */
final class Fixtures {
  static final Instant NOON = Instant.parse("2026-07-20T12:00:00Z");

  private static final Grant GRANT =
      new Grant(
          Capabilities.of(Capability.PERFORMANCE, Capability.KERNEL_LEVEL),
          Capabilities.NONE,
          Capabilities.of(Capability.PERFORMANCE),
          List.of(new Refusal("KERNEL_LEVEL", Refusal.By.HOST, "CAP_BPF is missing")));

  private Fixtures() {}

  record FixedPlatform(Path data) implements Platform {
    @Override
    public String version() {
      return "0.1.0";
    }

    @Override
    public String distribution() {
      return "standalone";
    }

    @Override
    public String host() {
      return "test-host";
    }

    @Override
    public Instant started() {
      return NOON;
    }
  }

  /** A host without packet capture, one rule, one probe. */
  static final class FixedEntitlements implements Entitlements {
    @Override
    public HostView host() {
      return new HostView(
          Capabilities.of(Capability.PERFORMANCE),
          List.of(new Refusal("PACKET_CAPTURE", Refusal.By.HOST, "libpcap is not installed")),
          Map.of("cgroup", "v2 /, memory.max max, cpu.max max"));
    }

    @Override
    public List<PolicyView> policy() {
      return List.of(
          new PolicyView(
              "others",
              List.of("acme.*"),
              List.of(),
              List.of(),
              List.of("KERNEL_LEVEL"),
              "/etc/monitor/monitor.toml:3",
              List.of("acme.hello")));
    }

    @Override
    public List<PerformerView> performers() {
      return List.of(new PerformerView("probe.Ping", "probe.reachability", List.of("ping"), GRANT));
    }
  }

  static final class OneSourcePipeline implements Pipeline {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile ComponentState sink = ComponentState.ACTIVE;

    @Override
    public PipelineView view() {
      return new PipelineView(
          List.of(component("collector.metrics", "source", ComponentState.DEGRADED, "no BPF")),
          List.of(component("sink.postgres", "sink", sink, "")),
          List.of(
              new RouteView(
                  "collector.metrics",
                  "sink.postgres",
                  new Balance(10, 7, 2, Map.of("full", 1L)),
                  3.5,
                  12.5,
                  "")),
          new PipelineView.JournalView(
              "1-00", 4096, 1 << 30, 1, "ok", 1 << 20, 1 << 10, List.of(lane())),
          List.of(new PipelineView.Bound("window", "sink.postgres", "bytes", 7, 8)));
    }

    @Override
    public List<ComponentView> waiting() {
      return List.of(component("sink.twin", "sink", ComponentState.INACTIVE, "the name is taken"));
    }

    private static PipelineView.LaneView lane() {
      Histogram commits =
          new Histogram(
              List.of(
                  new Histogram.Bucket(0.005, 90),
                  new Histogram.Bucket(0.1, 98),
                  new Histogram.Bucket(Double.POSITIVE_INFINITY, 100)),
              1.5);
      return new PipelineView.LaneView("kept", 4096, 1 << 29, 1, 2, "ok", commits);
    }

    private static ComponentView component(
        String name, String type, ComponentState state, String reason) {
      return new ComponentView(
          name,
          type,
          name,
          state,
          reason,
          GRANT,
          List.of("sample"),
          List.of(),
          Map.of(),
          3.5,
          700,
          10,
          2,
          0,
          0,
          Map.of("full", 1L),
          new Cost(1_500_000_000L, 1024, 1),
          type.equals("sink"));
    }

    @Override
    public void pause(String source) {
      call("pause", source);
    }

    @Override
    public void resume(String source) {
      call("resume", source);
    }

    @Override
    public void restart(String source) {
      call("restart", source);
    }

    private void call(String action, String source) {
      if (!source.equals("collector.metrics")) {
        throw new NoSuchElementException(source);
      }
      calls.add(action + " " + source);
    }
  }

  static final class RecordingDeployer implements Deployer {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<Consumer<Deployment>> watchers = new CopyOnWriteArrayList<>();
    volatile boolean settled = true;
    volatile Runnable looked = () -> {};

    @Override
    public List<PluginView> plugins() {
      looked.run();
      return List.of(
          new PluginView(
              "collector.metrics",
              "0.1.0",
              "degraded",
              "CAP_BPF is missing",
              List.of("collector.metrics"),
              GRANT,
              Map.of("out", 3.5),
              Cost.NONE,
              false,
              true,
              "Host metrics"));
    }

    @Override
    public boolean settled() {
      return settled;
    }

    @Override
    public Deployment install(
        InputStream jar, String fileName, boolean allowDowngrade, Requester requester)
        throws IOException {
      String downgrade = allowDowngrade ? " downgrade" : "";
      int bytes = jar.readAllBytes().length;
      return start("install " + fileName + " " + bytes + downgrade, requester);
    }

    @Override
    public Deployment change(Deployment.Action action, String plugin, Requester requester) {
      return start(action.name().toLowerCase(Locale.ROOT) + " " + known(plugin), requester);
    }

    @Override
    public Deployment rollback(String plugin, @Nullable String version, Requester requester) {
      return start("rollback " + known(plugin) + " to " + version, requester);
    }

    @Override
    public List<HistoryEntry> history(String plugin) {
      known(plugin);
      return List.of(
          new HistoryEntry(
              "d-1", "install", "0.1.0", "ab", NOON, "root", "new", "committed", "", true, true));
    }

    @Override
    public List<String> losses(String plugin) {
      return List.of("nobody hears of it any more");
    }

    @Override
    public PluginDiff diff(InputStream jar, boolean allowDowngrade) throws IOException {
      int bytes = jar.readAllBytes().length;
      if (bytes == 0) {
        throw new IllegalArgumentException("the file is empty");
      }
      return new PluginDiff(
          "hello",
          null,
          "1.0.0",
          0,
          bytes,
          "it is not signed",
          "",
          List.of(new PluginDiff.Difference("import", "a.b", "added", "[1,2)")),
          List.of());
    }

    private static String known(String plugin) {
      if (!plugin.equals("collector.metrics")) {
        throw new NoSuchElementException("there is no plugin " + plugin);
      }
      return plugin;
    }

    private Deployment start(String call, Requester requester) {
      String why = requester.why().isEmpty() ? "" : " because " + requester.why();
      calls.add(call + " by " + requester.name() + why);
      Deployment deployment = rolledBack("d-" + calls.size());
      watchers.forEach(watcher -> watcher.accept(deployment));
      return deployment;
    }

    static Deployment rolledBack(String id) {
      return new Deployment(
          id,
          Deployment.Action.INSTALL,
          "hello",
          null,
          "1.0.0",
          "root",
          "",
          Deployment.State.ROLLED_BACK,
          "it threw",
          List.of(new Deployment.Step("verify", "done", "", NOON, NOON)),
          NOON,
          null);
    }

    @Override
    public List<Deployment> deployments() {
      return List.of(rolledBack("d-1"));
    }

    @Override
    public Optional<Deployment> deployment(String id) {
      return id.equals("d-1") ? Optional.of(rolledBack(id)) : Optional.empty();
    }

    @Override
    public AutoCloseable watch(Consumer<Deployment> listener) {
      watchers.add(listener);
      return () -> watchers.remove(listener);
    }
  }

  static final class OneFloodContainment implements Containment {
    @Override
    public List<PluginLimit> limits() {
      return List.of(
          new PluginLimit("acme.flood", 1000, 0, 7, 1.5),
          new PluginLimit("collector.metrics", 1000, 0, 0, 0));
    }

    @Override
    public List<Incident> incidents() {
      return List.of(
          new Incident(
              NOON, "acme.flood", Incident.Kind.EXIT, "it called exit", List.of("a.B.c"), 3));
    }

    @Override
    public void report(Incident incident) {
      throw new IllegalStateException("the API only reads");
    }
  }

  static final class RecordingStorage implements TelemetryQuery {
    final List<Object> asked = new ArrayList<>();
    final List<StoredHost> hosts = new CopyOnWriteArrayList<>();
    volatile String problem = "";

    @Override
    public List<SeriesPoints> history(SeriesFilter filter, Period period, @Nullable Duration step) {
      asked.addAll(List.of(filter, period, Optional.ofNullable(step)));
      return List.of(
          new SeriesPoints(
              "system.cpu.utilization",
              "test-host",
              "1",
              "gauge",
              Map.of("cpu.mode", "user"),
              List.of(
                  new SeriesPoints.Point(NOON, 45.2), new SeriesPoints.Point(NOON, Double.NaN))));
    }

    @Override
    public List<SeriesStatistics> statistics(SeriesFilter filter, Period period) {
      asked.addAll(List.of(filter, period));
      return List.of(new SeriesStatistics("a", "test-host", "1", Map.of(), 3, 1, 3, 2, 2, 3, 3, 3));
    }

    @Override
    public SeriesPage series(
        SeriesFilter filter, Period period, int limit, @Nullable String cursor) {
      asked.addAll(List.of(filter, period, limit, Optional.ofNullable(cursor)));
      if ("wrong".equals(cursor)) {
        throw new IllegalArgumentException("cursor");
      }
      return new SeriesPage(
          List.of(new SeriesPage.Entry("a", "test-host", "1", "gauge", Map.of("k", "v"))), "7");
    }

    @Override
    public LogPage logs(LogFilter filter) {
      asked.add(filter);
      if ("wrong".equals(filter.cursor())) {
        throw new IllegalArgumentException("cursor");
      }
      return new LogPage(
          List.of(new LogPage.Line(NOON, "test-host", "app", "INFO", "hi", Map.of(), 7)), "next");
    }

    @Override
    public RoundPage reachability(ProbeFilter filter) throws QueryException {
      asked.add(filter);
      if ("wrong".equals(filter.cursor())) {
        throw new IllegalArgumentException("cursor");
      }
      if ("slow".equals(filter.target())) {
        throw new QueryTimeoutException("the query took longer than 1 s", new SQLException());
      }
      ProbeResult ping = new ProbeResult.Ping(1, 0, List.of(0.5), List.of(), "127.0.0.1");
      return new RoundPage(
          List.of(new StoredRound(NOON, "test-host", "edge", "ping", "localhost", ping, Map.of())),
          "next");
    }

    @Override
    public List<StoredProcess> processes(Scope scope, int limit) {
      ProcessObservation process =
          new ProcessObservation(
              ProcessObservation.Phase.RUNNING,
              1,
              0,
              "init",
              "/sbin/init",
              "init",
              "root",
              0,
              0.5,
              4096);
      return List.of(new StoredProcess(NOON, "test-host", process));
    }

    @Override
    public List<StoredHost> hosts() throws QueryException {
      if (!problem.isEmpty()) {
        throw new QueryException(problem, new SQLException());
      }
      return hosts;
    }

    @Override
    public StoredTraffic traffic(Period period, Scope scope, int limit) {
      asked.addAll(List.of(period, scope, limit));
      Flow flow =
          new Flow("id", "tcp", "10.0.0.1", 4000, "10.0.0.2", 443, "closed", 1, 2, 3, 4, 0, 5);
      return new StoredTraffic(
          List.of(new StoredTraffic.Talker("test-host", "10.0.0.1", 1, 2, 7)),
          List.of(new StoredTraffic.Protocol("https", 3, 7, 1)),
          List.of(
              new StoredTraffic.HostFlow(
                  "test-host", "collector.traffic", flow, Map.of("tls.server.name", "a.org"))),
          List.of(new StoredTraffic.Question("a.org", 4, 1, 2, 1.5, null)),
          List.of(new StoredTraffic.ServerName("a.org", 3, 7, 1)));
    }
  }
}
