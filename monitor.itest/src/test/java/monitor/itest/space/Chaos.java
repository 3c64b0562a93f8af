package monitor.itest.space;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Doors in front of both collectors, through which the agents go while it is open (T9). */
final class Chaos implements AutoCloseable {
  private static final int PORT = 7719;
  private static final int SHORTEST_MILLIS = 300;

  private final Fleet fleet;
  private final List<Door> doors = new ArrayList<>();

  Chaos(Fleet fleet) throws Exception {
    this.fleet = fleet;
    for (String host : Fleet.COLLECTORS) {
      doors.add(Door.on(fleet.space(), host, PORT, Collector.PORT));
    }
    send(PORT);
  }

  private void send(int port) throws IOException {
    List<String> addresses =
        Fleet.COLLECTORS.stream()
            .map(host -> "wss://%s:%d/transport".formatted(fleet.space().address(host), port))
            .toList();
    for (Agent agent : fleet.agents()) {
      agent.collectors(addresses);
    }
  }

  /**
   * Every trouble there is.
   *
   * @param longest that one lasts
   */
  List<Blow> all(Duration longest) {
    Blow reset = new Blow("RESET", (fleet, random) -> doors.forEach(Door::reset));
    return Stream.concat(
            Stream.of(reset),
            Arrays.stream(Trouble.values())
                .filter(each -> each != Trouble.NONE)
                .map(each -> blow(each, longest)))
        .toList();
  }

  private Blow blow(Trouble trouble, Duration longest) {
    return new Blow(
        trouble.name(),
        (fleet, random) -> {
          doors.forEach(door -> door.trouble(trouble));
          try {
            long millis = SHORTEST_MILLIS + random.nextInt((int) longest.toMillis());
            LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
          } finally {
            doors.forEach(door -> door.trouble(Trouble.NONE));
          }
        });
  }

  /** The agents go to the collectors themselves again. */
  @Override
  public void close() throws IOException {
    send(Collector.PORT);
    for (Door door : doors) {
      door.close();
    }
  }
}
