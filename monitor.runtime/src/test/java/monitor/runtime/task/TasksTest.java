package monitor.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.task.Assignment;
import monitor.api.task.Task;
import monitor.runtime.negotiation.Negotiator;
import monitor.runtime.negotiation.Offer;
import org.junit.jupiter.api.Test;

/** Who is given which task. */
class TasksTest {
  private static final Capabilities RAW = Capabilities.of(Capability.RAW_SOCKET);
  private static final Capabilities CAPTURE = Capabilities.of(Capability.PACKET_CAPTURE);

  private final Negotiator negotiator = new Negotiator(Offer.ALL);
  private final Tasks tasks = new Tasks(negotiator);

  /** Something that can be asked; two of them are never equal. */
  private static final class Worker implements Supplier<String> {
    @Override
    public String get() {
      return "done";
    }
  }

  private Tasks.Handle add(
      String name, String kind, Capabilities requires, Capabilities uses, Object service) {
    return tasks.add(
        new PerformerSpec(name, "bundle." + name, List.of(kind), requires, uses), service);
  }

  private Assignment<Supplier<?>> assign(Task task) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Class<Supplier<?>> type = (Class) Supplier.class;
    return tasks.assign(type, task);
  }

  private String refusal(Task task) {
    return ((Assignment.Refused<?>) assign(task)).reason();
  }

  private String assigned(Task task) {
    return ((Assignment.Assigned<?>) assign(task)).component();
  }

  @Test
  void givesATaskToTheFirstWhoseGrantContainsWhatItNeeds() {
    add("plain", "capture", Capabilities.NONE, Capabilities.NONE, new Worker());
    add("able", "capture", RAW, CAPTURE, new Worker());

    assertThat(assigned(Task.of("capture", "lo"))).isEqualTo("plain");
    assertThat(assigned(new Task("capture", "lo", CAPTURE))).isEqualTo("able");
  }

  @Test
  void saysWhoRefusesWhatTheOnlyOneNeeds() {
    negotiator.host(Offer.ALL.without(Capability.RAW_SOCKET, "the process has no CAP_NET_RAW"));
    add("pinger", "ping", RAW, Capabilities.NONE, new Worker());

    assertThat(refusal(Task.of("ping", "192.0.2.1")))
        .isEqualTo(
            "pinger lacks RAW_SOCKET for 'ping': RAW_SOCKET was refused by the host: the process has no CAP_NET_RAW");
  }

  @Test
  void saysThatNobodyEverAskedForWhatATaskNeeds() {
    add("scraper", "scrape", Capabilities.NONE, Capabilities.NONE, new Worker());

    assertThat(refusal(new Task("scrape", "http://x", CAPTURE)))
        .isEqualTo("scraper lacks PACKET_CAPTURE for 'scrape', which it never asked for");
  }

  @Test
  void saysThatNobodyDoesSuchTasks() {
    add("pinger", "ping", Capabilities.NONE, Capabilities.NONE, new Worker());
    tasks.add(
        new PerformerSpec("other", "", List.of("knock"), Capabilities.NONE, Capabilities.NONE),
        "a service of another type");

    assertThat(refusal(Task.of("knock", "x"))).isEqualTo("nobody does 'knock'; known are ping");
  }

  @Test
  void followsWhatComesAndGoes() {
    Worker first = new Worker();
    Tasks.Handle handle = add("first", "ping", RAW, Capabilities.NONE, first);
    add("second", "ping", Capabilities.NONE, RAW, new Worker());
    assertThat(assigned(Task.of("ping", "x"))).isEqualTo("first");

    negotiator.policy(bundle ->
        bundle.equals("bundle.first")
            ? Offer.ALL.without(Capability.RAW_SOCKET, "not that one")
            : Offer.ALL);
    tasks.renegotiate();
    assertThat(assigned(Task.of("ping", "x"))).isEqualTo("second");
    assertThat(tasks.views().getFirst().grant().refused().getFirst().reason())
        .isEqualTo("not that one");

    negotiator.policy(bundle -> Offer.ALL);
    tasks.renegotiate();
    assertThat(assigned(Task.of("ping", "x"))).isEqualTo("first");
    handle.close();
    assertThat(assigned(Task.of("ping", "x"))).isEqualTo("second");
  }
}
