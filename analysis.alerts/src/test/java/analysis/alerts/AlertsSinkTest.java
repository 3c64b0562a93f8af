package analysis.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import monitor.api.delivery.Batch;
import monitor.api.event.Event;
import monitor.api.event.Series;
import monitor.api.query.Alert;
import monitor.api.source.EventStream;
import monitor.api.status.Status;
import org.junit.jupiter.api.Test;

/** What samples lead to, with a real web server that is rung. */
class AlertsSinkTest {
  private static List<String> states(List<Tones.Tone> tones) {
    return tones.stream().map(Tones.Tone::state).toList();
  }

  @Test
  void ringsOnceWhenAThresholdIsCrossedAndOnceWhenItIsOver() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("severity", "critical")).open()) {
      alarm.sample(0, 10);
      alarm.sample(1, 10.5);
      alarm.sample(2, 12);
      alarm.sample(3, 11);
      Tones.Tone began = alarm.tones.await(1).getFirst();
      assertThat(began.body().path("text").asText())
          .isEqualTo("load: test.load of web1 is 10.5 (> 10)");
      assertThat(began.body().path("severity").asText()).isEqualTo("critical");
      assertThat(began.body().path("since").asText()).isEqualTo("2026-01-01T00:00:01Z");
      assertThat(began.authorization()).isEqualTo("Bearer hidden");
      assertThat(alarm.active())
          .singleElement()
          .satisfies(alert -> {
            assertThat(alert.state()).isEqualTo(Alert.State.FIRING);
            assertThat(alert.value()).isEqualTo(11);
            assertThat(alert.id()).isEqualTo(began.body().path("id").asText());
          });

      alarm.sample(4, 9);
      Tones.Tone over = alarm.tones.await(2).getLast();
      assertThat(over.body().path("id")).isEqualTo(began.body().path("id"));
      assertThat(over.body().path("ended").asText()).isEqualTo("2026-01-01T00:00:04Z");
      assertThat(over.key()).isNotEqualTo(began.key());
      assertThat(alarm.active()).isEmpty();
      assertThat(alarm.sink.ended()).hasSize(1);
      assertThat(states(alarm.tones.all())).containsExactly("firing", "resolved");
    }
  }

  @Test
  void waitsForTheHoldTimeAndStartsAnewWhenASampleIsBelow() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("hold", "30s")).open()) {
      for (int second = 0; second < 30; second++) {
        alarm.sample(second, 20);
      }
      assertThat(alarm.active())
          .singleElement()
          .satisfies(alert -> assertThat(alert.state()).isEqualTo(Alert.State.PENDING));
      alarm.sample(30, 5);
      assertThat(alarm.active()).isEmpty();
      for (int second = 31; second <= 61; second++) {
        alarm.sample(second, 20);
      }
      assertThat(alarm.tones.await(1).getFirst().body().path("since").asText())
          .isEqualTo("2026-01-01T00:01:01Z");
    }
  }

  @Test
  void takesFlappingAroundTheThresholdForOneAlert() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("hysteresis", 2.0)).open()) {
      for (int second = 0; second < 50; second++) {
        alarm.sample(second, second % 2 == 0 ? 10.5 : 8.5);
      }
      alarm.tones.await(1);
      alarm.sample(50, 8);
      assertThat(states(alarm.tones.await(2))).containsExactly("firing", "resolved");
    }
  }

  @Test
  void doesNotRingAgainBeforeTheCoolDownIsOverAndThenDoes() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("cool-down", "60s")).open()) {
      alarm.sample(0, 20);
      alarm.sample(1, 5);
      for (int second = 2; second <= 60; second++) {
        alarm.sample(second, second % 10 < 5 ? 20 : 5);
      }
      assertThat(states(alarm.tones.await(2))).containsExactly("firing", "resolved");
      alarm.sample(61, 20);
      assertThat(states(alarm.tones.await(3))).containsExactly("firing", "resolved", "firing");
    }
  }

  @Test
  void looksAtEachHostAndEachSeriesByItself() throws Exception {
    Map<String, Object> rule =
        Map.of("hosts", new String[] {"web*"}, "attributes", new String[] {"queue=in", "part="});
    try (Alarm alarm = new Alarm(rule).open()) {
      alarm.batch("web1", Alarm.LOAD.with("queue", "in"), 0, 20);
      alarm.batch("web2", Alarm.LOAD.with("queue", "in").with("lane", 7L), 0, 20);
      alarm.batch("web2", Alarm.LOAD.with("queue", "in").with("host.name", "web9"), 0, 20);
      alarm.batch("web2", Alarm.LOAD.with("queue", "out"), 0, 20);
      alarm.batch("web2", Alarm.LOAD.with("queue", "in").with("part", "a"), 0, 20);
      alarm.batch("db1", Alarm.LOAD.with("queue", "in"), 0, 20);
      assertThat(alarm.tones.await(3).stream().map(Tones.Tone::host))
          .containsExactly("web1", "web2", "web9");
      alarm.batch("web1", Alarm.LOAD.with("queue", "in"), 1, 5);
      assertThat(alarm.tones.await(4).getLast().host()).isEqualTo("web1");
      assertThat(alarm.active()).extracting(Alert::host).containsExactly("web2", "web9");
    }
  }

  @Test
  void looksForWhatIsTooSmall() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("comparison", "<=", "hysteresis", 1.0)).open()) {
      alarm.sample(0, 10);
      alarm.sample(1, 10.9);
      alarm.sample(2, Double.NaN);
      alarm.tones.await(1);
      alarm.sample(3, 11.1);
      assertThat(states(alarm.tones.await(2))).containsExactly("firing", "resolved");
    }
  }

  @Test
  void doesNotCountABatchThatComesAgain() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      Batch first = alarm.sample(0, 20);
      Batch second = alarm.sample(1, 5);
      alarm.deliver(first);
      alarm.deliver(second);
      alarm.restart();
      alarm.deliver(first);
      alarm.deliver(second);
      alarm.sample(2, 20);
      assertThat(states(alarm.tones.await(3))).containsExactly("firing", "resolved", "firing");
    }
  }

  @Test
  void isNotSilencedByAClockThatIsSetBack() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("hold", "10s", "cool-down", "10s")).open()) {
      alarm.sample(100_000, 20);
      alarm.sample(100_010, 20);
      alarm.sample(100_011, 5);
      for (int second = 0; second <= 20; second++) {
        alarm.sample(second, 20);
      }
      assertThat(states(alarm.tones.await(3))).containsExactly("firing", "resolved", "firing");
    }
  }

  @Test
  void endsWhatFallsSilent() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("no-data", "1s")).open()) {
      alarm.sample(0, 20);
      assertThat(alarm.tones.await(2).getLast().body().path("reason").asText())
          .isEqualTo("no data for 1s");
      assertThat(alarm.active()).isEmpty();
    }
  }

  @Test
  void keepsTheCoolDownOfWhatFallsSilentWhileItIsPending() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("no-data", "1s", "cool-down", "60s")).open()) {
      alarm.sample(0, 20);
      alarm.sample(1, 5);
      alarm.sample(2, 20);
      Alarm.await("it is over", () -> alarm.active().isEmpty());
      alarm.sample(3, 20);
      alarm.sample(61, 20);
      assertThat(alarm.tones.await(3).getLast().body().path("since").asText())
          .isEqualTo("2026-01-01T00:01:01Z");
    }
  }

  @Test
  void doesNotRingAgainBeforeTheCoolDownOfWhatFellSilentIsOver() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("no-data", "1s", "cool-down", "60s")).open()) {
      alarm.sample(0, 20);
      assertThat(states(alarm.tones.await(2))).containsExactly("firing", "resolved");
      alarm.sample(2, 20);
      alarm.sample(60, 20);
      alarm.sample(61, 20);
      assertThat(alarm.tones.await(3).getLast().body().path("since").asText())
          .isEqualTo("2026-01-01T00:01:01Z");
    }
  }

  /** As many series of a host as are watched at once, in batches as an agent sends them. */
  private static List<Batch> bringAll(Alarm alarm, String host, double second, double value)
      throws Exception {
    List<Batch> batches = new ArrayList<>();
    for (int first = 0; first < Watches.MOST; first += EventStream.MAX_EVENTS) {
      int end = Math.min(Watches.MOST, first + EventStream.MAX_EVENTS);
      Batch batch =
          alarm.build(
              host,
              IntStream.range(first, end)
                  .mapToObj(id -> Alarm.event(numbered(id), second, value))
                  .toArray(Event[]::new));
      alarm.deliver(batch);
      batches.add(batch);
    }
    return batches;
  }

  private static Series numbered(int id) {
    return Alarm.LOAD.with("id", String.valueOf(id));
  }

  /** Nobody is told: what so many series say is not looked at here. */
  private static Alarm withoutWebhook() throws Exception {
    Alarm alarm = new Alarm(Map.of());
    alarm.harness.patience(Duration.ofMinutes(2));
    alarm.tables.remove(Tables.WEBHOOK, "ops");
    return alarm.open();
  }

  @Test
  void watchesWhatIsNewAfterAsManyAsAreWatchedHaveVanished() throws Exception {
    try (Alarm alarm = withoutWebhook()) {
      bringAll(alarm, "gone", 0, 20);
      bringAll(alarm, "gone", 1, 5);
      assertThat(alarm.active()).isEmpty();
      alarm.sample("web9", 0, 20);
      assertThat(alarm.active()).extracting(Alert::host).containsExactly("web9");
      alarm.restart();
      alarm.sample("web8", 0, 20);
      assertThat(alarm.active()).extracting(Alert::host).containsExactly("web8", "web9");
    }
  }

  @Test
  void doesNotCountWhatComesAgainAfterItsSeriesGaveWayToOthers() throws Exception {
    try (Alarm alarm = withoutWebhook()) {
      List<Batch> began = bringAll(alarm, "gone", 0, 20);
      bringAll(alarm, "gone", 1, 5);
      bringAll(alarm, "others", 0, 20);
      bringAll(alarm, "others", 1, 5);
      assertThat(alarm.sink.ended().getFirst().host()).isEqualTo("others");
      for (Batch batch : began) {
        alarm.deliver(batch);
      }
      assertThat(alarm.active()).isEmpty();
      alarm.restart();
      for (Batch batch : began) {
        alarm.deliver(batch);
      }
      assertThat(alarm.active()).isEmpty();
      alarm.batch("gone", numbered(0), 2, 20);
      assertThat(alarm.active()).extracting(Alert::host).containsExactly("gone");
    }
  }

  @Test
  void givesUpNothingThatFiresForWhatIsNew() throws Exception {
    try (Alarm alarm = withoutWebhook()) {
      bringAll(alarm, "many", 0, 20);
      alarm.sample("web9", 0, 20);
      assertThat(alarm.active()).hasSize(Watches.MOST).extracting(Alert::host).containsOnly("many");
      assertThat(alarm.harness.statuses().getLast().reason())
          .isEqualTo("watches: 10000 series are beyond a threshold, no further one is watched");

      alarm.batch("many", numbered(0), 1, 5);
      alarm.sample("web9", 1, 20);
      assertThat(alarm.active()).hasSize(Watches.MOST).extracting(Alert::host).contains("web9");
      bringAll(alarm, "many", 2, 5);
      assertThat(alarm.active()).extracting(Alert::host).containsExactly("web9");
      Alarm.await("all is well", () -> alarm.harness.statuses().getLast().equals(Status.OK));
    }
  }

  @Test
  void appliesRulesThatChange() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      alarm.sample(0, 20);
      alarm.tones.await(1);
      alarm.rule(Map.of("threshold", 30.0));
      FakeTables.tell(alarm.sink);
      Alarm.await("the rule", () -> alarm.sink.rules().getFirst().rule().threshold() == 30);
      alarm.sample(1, 20);
      assertThat(states(alarm.tones.await(2))).containsExactly("firing", "resolved");

      alarm.sample(2, 40);
      alarm.tones.await(3);
      alarm.tables.remove(Tables.RULE, "load");
      FakeTables.tell(alarm.sink);
      assertThat(alarm.tones.await(4).getLast().body().path("reason").asText())
          .isEqualTo("the rule was removed");
    }
  }
}
