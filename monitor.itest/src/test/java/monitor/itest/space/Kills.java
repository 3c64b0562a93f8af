package monitor.itest.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import monitor.itest.oracle.Target;

/** {@code kill -9} of processes of any of the machines (T5), and what an operator does to them. */
final class Kills {
  private Kills() {}

  /** Every one of them. */
  static List<Blow> all() {
    return List.of(
        kill("AGENT", (fleet, random) -> one(agents(fleet), random)),
        kill("AGENTS", (fleet, random) -> agents(fleet)),
        kill("COLLECTOR", (fleet, random) -> one(collectors(fleet), random)),
        kill("COLLECTORS", (fleet, random) -> collectors(fleet)),
        kill(
            "POSTMASTER", (fleet, random) -> fleet.server().processes().stream().limit(1).toList()),
        kill("DATABASE", (fleet, random) -> fleet.server().processes()),
        kill("BACK END", (fleet, random) -> one(backEnds(fleet), random)),
        kill("SOME", Kills::some),
        kill("ALL", (fleet, random) -> everything(fleet)));
  }

  private interface Choice {
    List<ProcessHandle> of(Fleet fleet, Random random);
  }

  private static Blow kill(String name, Choice victims) {
    return new Blow(name, (fleet, random) -> Target.kill(victims.of(fleet, random)));
  }

  private static List<ProcessHandle> agents(Fleet fleet) {
    return fleet.agents().stream().flatMap(each -> each.node().processes().stream()).toList();
  }

  private static List<ProcessHandle> collectors(Fleet fleet) {
    return fleet.collectors().stream().flatMap(each -> each.node().processes().stream()).toList();
  }

  private static List<ProcessHandle> backEnds(Fleet fleet) {
    return fleet.server().processes().stream().skip(1).toList();
  }

  private static List<ProcessHandle> everything(Fleet fleet) {
    return Stream.of(agents(fleet), collectors(fleet), fleet.server().processes())
        .flatMap(List::stream)
        .toList();
  }

  private static List<ProcessHandle> some(Fleet fleet, Random random) {
    return everything(fleet).stream().filter(each -> random.nextBoolean()).toList();
  }

  private static List<ProcessHandle> one(List<ProcessHandle> all, Random random) {
    return all.isEmpty() ? List.of() : List.of(all.get(random.nextInt(all.size())));
  }

  /** The collectors are stopped and started again, one after the other. */
  static Blow rollingRestart() {
    return new Blow(
        "ROLLING RESTART",
        (fleet, random) -> {
          for (Collector collector : shuffled(fleet.collectors(), random)) {
            restart(collector);
          }
        });
  }

  private static void restart(Collector collector) throws Exception {
    collector.node().stop();
    collector.start();
    collector.awaitReady();
  }

  private static List<Collector> shuffled(List<Collector> all, Random random) {
    List<Collector> order = new ArrayList<>(all);
    Collections.shuffle(order, random);
    return order;
  }
}
