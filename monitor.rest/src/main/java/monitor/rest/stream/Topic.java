package monitor.rest.stream;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import monitor.rest.http.Problem;

/** What can be listened to. */
enum Topic {
  /** The whole pipeline, each second. */
  PIPELINE(""),
  /** A deployment, after each change of it. */
  DEPLOYMENTS(""),
  /** Log lines as they are delivered. */
  LOGS("lines"),
  /** Samples as they are delivered. */
  METRICS("samples"),
  /** Rounds of probes as they are delivered. */
  REACHABILITY("rounds"),
  /** Events of every kind as they are delivered. */
  TAP("events");

  private final String member;

  Topic(String member) {
    this.member = member;
  }

  /** Name of the member that holds the items; empty where there is exactly one item. */
  String member() {
    return member;
  }

  /** Lower case name. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The topics of a comma separated list.
   *
   * @throws Problem 400 if one is not known
   */
  static Set<Topic> parse(String text) {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    for (String label : List.of(text.split(",", -1))) {
      topics.add(
          Arrays.stream(values())
              .filter(topic -> topic.label().equals(label.strip()))
              .findFirst()
              .orElseThrow(Topic::unknown));
    }
    return topics;
  }

  private static Problem unknown() {
    return Problem.parameter(
        "topics",
        "has to be a list of "
            + Arrays.stream(values()).map(Topic::label).collect(Collectors.joining(", ")));
  }
}
