package sink.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import monitor.api.event.Event;
import monitor.api.event.Flow;
import monitor.api.event.Kind;
import monitor.api.query.Period;
import monitor.api.query.Scope;
import monitor.api.query.StoredTraffic;
import org.jspecify.annotations.Nullable;

/** What is told of traffic, made of all its events one by one. */
final class TrafficModel {
  static final Kind TALKER = new Kind("traffic.talker");
  static final Kind QUESTION = new Kind("traffic.dns");

  private record Stored(String host, Event event) {
    long second() {
      return event.timeNanos() / 1_000_000_000L;
    }

    @Nullable Object attribute(String name) {
      return event.attributes().asMap().get(name);
    }

    long number(String name) {
      return attribute(name) instanceof Long number ? number : 0;
    }
  }

  private final List<Stored> all = new ArrayList<>();

  void add(String host, Event event) {
    all.add(new Stored(host, event));
  }

  /** Of sources that are called s, on hosts that are tagged with their site. */
  StoredTraffic expected(Period period, Scope scope) {
    List<Stored> inside =
        all.stream()
            .filter(each -> {
              Instant time = Instant.ofEpochSecond(each.second());
              return !time.isBefore(period.from()) && time.isBefore(period.to());
            })
            .filter(each -> scope.host() == null || each.host().equals(scope.host()))
            .filter(each ->
                scope.tags().isEmpty()
                    || ("site of " + each.host()).equals(scope.tags().get("site")))
            .toList();
    Map<String, Stored> flows = new TreeMap<>();
    for (Stored each : inside) {
      if (each.event().payload() instanceof Flow flow) {
        // of two at one time the one that was sent later
        flows.merge(each.host() + flow.id(), each, (a, b) -> b.second() >= a.second() ? b : a);
      }
    }
    return new StoredTraffic(
        talkers(inside),
        sums(flows.values().stream().collect(Collectors.groupingBy(TrafficModel::protocol)))
            .stream()
            .map(sum -> new StoredTraffic.Protocol(sum.name, sum.bytes, sum.packets, sum.flows))
            .toList(),
        flows.values().stream()
            .map(each ->
                new StoredTraffic.HostFlow(
                    each.host(), "s", flow(each), each.event().attributes().asMap()))
            .sorted(
                Comparator.comparing((StoredTraffic.HostFlow each) -> -bytes(each.flow()))
                    .thenComparing(StoredTraffic.HostFlow::host)
                    .thenComparing(each -> each.flow().id()))
            .toList(),
        questions(inside),
        sums(
                flows.values().stream()
                    .filter(each -> each.attribute("tls.server.name") != null)
                    .collect(
                        Collectors.groupingBy(
                            each -> String.valueOf(each.attribute("tls.server.name")))))
            .stream()
            .map(sum -> new StoredTraffic.ServerName(sum.name, sum.bytes, sum.packets, sum.flows))
            .toList());
  }

  private record Sum(String name, long bytes, long packets, long flows) {}

  private static List<Sum> sums(Map<String, List<Stored>> groups) {
    return groups.entrySet().stream()
        .map(each ->
            new Sum(
                each.getKey(),
                each.getValue().stream().mapToLong(one -> bytes(flow(one))).sum(),
                3L * each.getValue().size(),
                each.getValue().size()))
        .sorted(Comparator.comparing((Sum each) -> -each.bytes).thenComparing(Sum::name))
        .toList();
  }

  private static Flow flow(Stored stored) {
    return (Flow) stored.event().payload();
  }

  private static long bytes(Flow flow) {
    return flow.bytesSent() + flow.bytesReceived();
  }

  private static String protocol(Stored stored) {
    Object name = stored.attribute("network.protocol.name");
    return name == null ? flow(stored).protocol() : name.toString();
  }

  private static List<StoredTraffic.Talker> talkers(List<Stored> all) {
    Map<String, StoredTraffic.Talker> talkers = new TreeMap<>();
    for (Stored each : all) {
      if (each.event().payload().kind().equals(TALKER)) {
        String address = String.valueOf(each.attribute("address"));
        talkers.merge(
            each.host() + " " + address,
            new StoredTraffic.Talker(each.host(), address, each.number("bytes.sent"), 5, 2),
            (a, b) ->
                new StoredTraffic.Talker(
                    a.host(),
                    address,
                    a.bytesSent() + b.bytesSent(),
                    a.bytesReceived() + b.bytesReceived(),
                    a.packets() + b.packets()));
      }
    }
    return talkers.values().stream()
        .sorted(
            Comparator.comparing(
                    (StoredTraffic.Talker each) -> -each.bytesSent() - each.bytesReceived())
                .thenComparing(StoredTraffic.Talker::host)
                .thenComparing(StoredTraffic.Talker::address))
        .toList();
  }

  private static List<StoredTraffic.Question> questions(List<Stored> all) {
    Map<String, List<Stored>> names =
        all.stream()
            .filter(each -> each.event().payload().kind().equals(QUESTION))
            .collect(
                Collectors.groupingBy(each -> String.valueOf(each.attribute("dns.question.name"))));
    Function<Stored, Boolean> failed =
        each -> "NXDOMAIN".equals(each.attribute("dns.response.code"));
    return names.entrySet().stream()
        .map(each -> {
          List<Double> millis =
              each.getValue().stream()
                  .map(one -> (Double) one.attribute("dns.latency"))
                  .filter(one -> one != null)
                  .sorted()
                  .toList();
          int asked = each.getValue().size();
          return new StoredTraffic.Question(
              each.getKey(),
              asked,
              asked - millis.size(),
              each.getValue().stream().filter(failed::apply).count(),
              percentile(millis, 0.5),
              percentile(millis, 0.95));
        })
        .sorted(
            Comparator.comparing((StoredTraffic.Question each) -> -each.asked())
                .thenComparing(StoredTraffic.Question::name))
        .toList();
  }

  private static @Nullable Double percentile(List<Double> sorted, double part) {
    if (sorted.isEmpty()) {
      return null;
    }
    double place = part * (sorted.size() - 1);
    double low = sorted.get((int) Math.floor(place));
    double high = sorted.get((int) Math.ceil(place));
    return low + (place - Math.floor(place)) * (high - low);
  }
}
