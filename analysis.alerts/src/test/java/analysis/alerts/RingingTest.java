package analysis.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import monitor.api.query.AlertChannel;
import monitor.api.status.Status;
import org.junit.jupiter.api.Test;

/** What becomes of notifications when the other side, or this one, is not well. */
class RingingTest {
  private static List<String> keys(List<Tones.Tone> tones) {
    return tones.stream().map(Tones.Tone::key).toList();
  }

  @Test
  void triesAgainUntilTheWebhookTakesItAndThenNotAnyMore() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      alarm.tones.answer(503);
      alarm.sample(0, 20);
      alarm.sample(1, 5);
      List<Tones.Tone> refused = alarm.tones.await(3);
      assertThat(new HashSet<>(keys(refused))).hasSize(1);
      Alarm.await(
          "the status",
          () -> alarm.harness.statuses().contains(Status.degraded("webhook ops: it answered 503")));
      alarm.tones.answer(200);
      alarm.tones.await("both", all -> alarm.tones.taken().size() == 2);
      Alarm.await("nothing waits", () -> alarm.sink.channels().getFirst().waiting() == 0);
      List<Tones.Tone> taken = alarm.tones.taken();
      assertThat(taken).extracting(Tones.Tone::state).containsExactly("firing", "resolved");
      assertThat(taken.getFirst().key()).isEqualTo(refused.getFirst().key());
      Alarm.await("all is well", () -> alarm.harness.statuses().getLast().equals(Status.OK));
      AlertChannel channel = alarm.sink.channels().getFirst();
      assertThat(channel.delivered()).isEqualTo(2);
      assertThat(channel.target()).startsWith("http://127.0.0.1:").doesNotContain("secret");
    }
  }

  @Test
  void keepsOverARestartWhatAWebhookThatIsDownHasNotTaken() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      alarm.tones.down();
      alarm.sample(0, 20);
      Alarm.await("a failure", () -> alarm.sink.channels().getFirst().problem() != null);
      alarm.restart();
      alarm.sample(1, 21);
      assertThat(alarm.active()).hasSize(1);
      alarm.tones.up();
      alarm.tones.await(1);
      alarm.restart();
      alarm.sample(2, 5);
      assertThat(alarm.tones.await(2))
          .extracting(Tones.Tone::state)
          .containsExactly("firing", "resolved");
    }
  }

  @Test
  void goesOnWithAHoldTimeAndACoolDownOverARestart() throws Exception {
    try (Alarm alarm = new Alarm(Map.of("hold", "10s", "cool-down", "60s")).open()) {
      alarm.sample(0, 20);
      alarm.restart();
      alarm.sample(10, 20);
      alarm.tones.await(1);
      alarm.sample(11, 5);
      alarm.tones.await(2);
      alarm.restart();
      for (int second = 12; second <= 70; second++) {
        alarm.sample(second, 20);
      }
      assertThat(alarm.active().getFirst().id()).isEmpty();
      alarm.sample(71, 20);
      assertThat(alarm.tones.await(3).getLast().body().path("since").asText())
          .isEqualTo("2026-01-01T00:01:11Z");
    }
  }

  @Test
  void sendsAgainUnderTheSameKeyWhatWasUnderWayAtTheEnd() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      alarm.tones.hold();
      alarm.sample(0, 20);
      alarm.tones.await(1);
      alarm.restart();
      alarm.tones.open();
      List<Tones.Tone> tones = alarm.tones.await(2);
      assertThat(new HashSet<>(keys(tones))).hasSize(1);
      Alarm.await("it counts", () -> alarm.sink.channels().getFirst().delivered() == 1);
      assertThat(alarm.tones.all()).hasSize(2);
    }
  }

  @Test
  void losesNothingOfWhatBeganJustBeforeItCloses() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      alarm.sample(0, 20);
      alarm.restart();
      Alarm.await("it counts", () -> alarm.sink.channels().getFirst().delivered() == 1);
      assertThat(alarm.tones.all()).hasSize(1);
    }
  }

  @Test
  void doesNotRepeatWhatIsRefusedForGood() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      alarm.tones.answer(422);
      alarm.sample(0, 20);
      Alarm.await("it is dropped", () -> alarm.sink.channels().getFirst().dropped() == 1);
      alarm.tones.answer(200);
      alarm.sample(1, 5);
      assertThat(alarm.tones.await(2))
          .extracting(Tones.Tone::state)
          .containsExactly("firing", "resolved");
    }
  }

  @Test
  void holdsUpNoOtherWebhook() throws Exception {
    try (Alarm alarm = new Alarm(Map.of());
        Tones others = new Tones()) {
      alarm.tables.webhook("others", others.url());
      alarm.tones.hold();
      alarm.open();
      alarm.sample(0, 20);
      assertThat(others.await(1)).hasSize(1);
    }
  }

  /** The client makes no TLS of a name that ends with a dot, though it is one in an address. */
  @Test
  void triesAgainWhereTheClientRefusesTheAddress() throws Exception {
    try (Alarm alarm = new Alarm(Map.of())) {
      alarm.tables.webhook("dot", "https://localhost./hook");
      alarm.open();
      alarm.sample(0, 20);
      Alarm.await(
          "a failure",
          () -> String.valueOf(alarm.sink.channels().getFirst().problem()).startsWith("url: "));
      assertThat(alarm.sink.channels().getFirst().waiting()).isEqualTo(1);
      alarm.tables.webhook("dot", alarm.tones.url());
      FakeTables.tell(alarm.sink);
      assertThat(alarm.tones.await(2)).extracting(Tones.Tone::state).containsOnly("firing");
    }
  }

  @Test
  void dropsTheOldestWhenTooManyWait() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      alarm.tones.down();
      for (int host = 0; host <= Channel.MOST_WAITING; host++) {
        alarm.sample("host" + host, 0, 20);
      }
      AlertChannel channel = alarm.sink.channels().getFirst();
      assertThat(channel.waiting()).isEqualTo(Channel.MOST_WAITING);
      assertThat(channel.dropped()).isEqualTo(1);
      alarm.tones.up();
      Set<String> hosts = new HashSet<>();
      alarm.tones.await(Channel.MOST_WAITING).forEach(tone -> hosts.add(tone.host()));
      assertThat(hosts).hasSize(Channel.MOST_WAITING).doesNotContain("host0");
    }
  }

  @Test
  void ringsAlsoWhenItCannotRemember() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      Files.createDirectory(alarm.harness.folder().resolve("state.json.next"));
      alarm.sample(0, 20);
      alarm.tones.await(1);
      assertThat(alarm.harness.statuses().getLast().reason())
          .startsWith("memory: what was told cannot be stored");
      Files.delete(alarm.harness.folder().resolve("state.json.next"));
      Alarm.await("it is stored", () -> alarm.harness.statuses().getLast().equals(Status.OK));
    }
  }

  @Test
  void startsWithADamagedMemoryAndKeepsIt() throws Exception {
    try (Alarm alarm = new Alarm(Map.of()).open()) {
      alarm.sample(0, 20);
      alarm.tones.await(1);
      alarm.harness.closeSink();
      Files.writeString(
          alarm.harness.folder().resolve("state.json"), "{\"format\":1,\"watches\":[{");
      alarm.harness.open();
      alarm.sample(1, 20);
      alarm.tones.await(2);
      try (var files = Files.list(alarm.harness.folder())) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .anyMatch(name -> name.startsWith("state.json.damaged-"));
      }
    }
  }
}
