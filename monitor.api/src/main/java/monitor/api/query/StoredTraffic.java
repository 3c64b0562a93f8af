package monitor.api.query;

import java.util.List;
import java.util.Map;
import monitor.api.event.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What was stored of network traffic in a period.
 *
 * @param talkers addresses that were among the first of their interface, those with the most bytes
 *     first
 * @param protocols what the flows spoke, that with the most bytes first
 * @param flows the latest report of each flow, those with the most bytes first
 * @param questions names that were asked for over DNS, those asked for most first
 * @param serverNames names that clients of TLS asked for, those with the most bytes first
 */
public record StoredTraffic(
    List<Talker> talkers,
    List<Protocol> protocols,
    List<HostFlow> flows,
    List<Question> questions,
    List<ServerName> serverNames) {
  /**
   * An address as one host saw it, summed over the reports in which it was among the first.
   *
   * @param host that watched
   */
  public record Talker(
      String host, String address, long bytesSent, long bytesReceived, long packets) {}

  /**
   * A share of the traffic: the totals of the flows that were seen in the period, since each began.
   *
   * @param name of the application where its port tells it, else of the transport
   */
  public record Protocol(String name, long bytes, long packets, long flows) {}

  /**
   * A flow.
   *
   * @param host that watched
   * @param source instance that told it
   * @param flow totals since it began
   * @param attributes further details
   */
  public record HostFlow(String host, String source, Flow flow, Map<String, Object> attributes) {}

  /**
   * A name that was asked for over DNS.
   *
   * @param asked how often
   * @param unanswered how often nothing came back in time
   * @param failed how often the answer was an error, such as that there is no such name
   * @param p50Millis median time until the answer; null where no question with its answer was seen
   * @param p95Millis below which 95 of a hundred answers came, as before
   */
  public record Question(
      String name,
      long asked,
      long unanswered,
      long failed,
      @Nullable Double p50Millis,
      @Nullable Double p95Millis) {}

  /**
   * A name that clients of TLS asked for: the totals of the flows that were seen in the period,
   * since each began.
   */
  public record ServerName(String name, long bytes, long packets, long flows) {}
}
