package collector.traffic;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import monitor.api.event.Attributes;
import monitor.api.event.Custom;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Questions to the domain name system and their answers: one event for each answer, with the time
 * since the question where that was seen, and for each question that got none. Used by one thread.
 */
final class DnsTracker {
  static final Kind KIND = new Kind("traffic.dns");
  static final int PORT = 53;

  /** How long an answer is waited for: resolvers give up or ask again after five seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Most questions without an answer. */
  private static final int MOST = 4096;

  /** Which answer belongs to which question. */
  private record Key(
      long clientHigh,
      long clientLow,
      int clientPort,
      long serverHigh,
      long serverLow,
      int id,
      String name,
      int type) {}

  private record Question(
      String client, int port, String server, long timeNanos, long nowNanos, DnsMessage message) {}

  private final Map<Key, Question> waiting = new LinkedHashMap<>();
  private final Attributes base;
  private final Output output;
  private final Allowance allowance;
  private long malformed;
  private long forgotten;

  DnsTracker(Attributes base, Output output, Allowance allowance) {
    this.base = base;
    this.output = output;
    this.allowance = allowance;
  }

  /** Messages that could not be read. */
  long malformed() {
    return malformed;
  }

  /** Questions that had to make room before they were answered. */
  long forgotten() {
    return forgotten;
  }

  /** Looks at the payload of a packet from or to port 53. */
  void add(Packet packet, ByteBuffer data, long timeNanos, long nowNanos) {
    DnsMessage message = read(packet, data);
    if (message == null) {
      return;
    }
    if (message.response() && packet.sourcePort == PORT) {
      answered(packet, message, timeNanos);
    } else if (!message.response() && packet.destinationPort == PORT) {
      asked(packet, message, timeNanos, nowNanos);
    }
  }

  /** Over TCP a message begins with its length, and only one that fits a segment is read. */
  private @Nullable DnsMessage read(Packet packet, ByteBuffer data) {
    int at = packet.payloadOffset;
    int length = packet.payloadCaptured;
    if (packet.protocol == Packet.TCP) {
      if (length < 14 || (data.getShort(at) & 0xffff) > packet.payloadLength - 2) {
        return null;
      }
      length = Math.min(length - 2, data.getShort(at) & 0xffff);
      at += 2;
    }
    DnsMessage message = DnsMessage.read(data, at, length);
    if (message == null && length > 0) {
      malformed++;
    }
    return message;
  }

  private void asked(Packet packet, DnsMessage message, long timeNanos, long nowNanos) {
    Key key =
        new Key(
            packet.sourceHigh,
            packet.sourceLow,
            packet.sourcePort,
            packet.destinationHigh,
            packet.destinationLow,
            message.id(),
            message.name(),
            message.type());
    if (waiting.size() >= MOST) {
      Iterator<Key> oldest = waiting.keySet().iterator();
      oldest.next();
      oldest.remove();
      forgotten++;
    }
    // A question that is asked again counts from the first time.
    waiting.putIfAbsent(
        key,
        new Question(
            Address.text(packet.version, packet.sourceHigh, packet.sourceLow),
            packet.sourcePort,
            Address.text(packet.version, packet.destinationHigh, packet.destinationLow),
            timeNanos,
            nowNanos,
            message));
  }

  private void answered(Packet packet, DnsMessage message, long timeNanos) {
    Key key =
        new Key(
            packet.destinationHigh,
            packet.destinationLow,
            packet.destinationPort,
            packet.sourceHigh,
            packet.sourceLow,
            message.id(),
            message.name(),
            message.type());
    Question question = waiting.remove(key);
    if (!allowance.take()) {
      return;
    }
    String client = Address.text(packet.version, packet.destinationHigh, packet.destinationLow);
    String server = Address.text(packet.version, packet.sourceHigh, packet.sourceLow);
    Attributes attributes =
        described(client, packet.destinationPort, server, message)
            .with("dns.answered", true)
            .with("dns.response.code", message.codeName())
            .with("dns.answers", message.answers());
    if (question != null) {
      double millis = Math.max(0, timeNanos - question.timeNanos()) / 1e6;
      attributes = attributes.with("dns.latency", millis);
    }
    output.offer(new Event(timeNanos, new Custom(KIND), attributes));
  }

  private Attributes described(String client, int port, String server, DnsMessage message) {
    return base.with("client.address", client)
        .with("client.port", port)
        .with("server.address", server)
        .with("dns.question.name", message.name())
        .with("dns.question.type", message.typeName());
  }

  /** Tells of questions whose time is over. */
  void sweep(long nowNanos) {
    Iterator<Question> questions = waiting.values().iterator();
    while (questions.hasNext()) {
      Question question = questions.next();
      if (nowNanos - question.nowNanos() < PATIENCE.toNanos()) {
        return; // they are in the order of their time
      }
      questions.remove();
      unanswered(question);
    }
  }

  /** Tells of all questions that wait: the capture has ended. */
  void stop() {
    waiting.values().forEach(this::unanswered);
    waiting.clear();
  }

  private void unanswered(Question question) {
    if (allowance.take()) {
      Attributes attributes =
          described(question.client(), question.port(), question.server(), question.message())
              .with("dns.answered", false);
      output.offer(new Event(question.timeNanos(), new Custom(KIND), attributes));
    }
  }
}
