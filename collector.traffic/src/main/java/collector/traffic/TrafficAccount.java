package collector.traffic;

import java.nio.ByteBuffer;
import java.time.Duration;
import monitor.api.event.Attributes;
import monitor.api.event.Event;

/**
 * Everything that is told of the packets of one interface, or one file: decodes each packet,
 * follows conversations, names and rates, and tells them from time to time. Takes any bytes and
 * never throws because of them; its memory is bounded. Used by one thread.
 */
final class TrafficAccount implements Conversations.Listener {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Most clients whose first bytes are put together at once. */
  private static final int MOST_STARTS = 512;

  private final PacketDecoder decoder = new PacketDecoder();
  private final Fragments fragments = new Fragments();
  private final TrafficSettings settings;
  private final Attributes base;
  private final Output output;
  private final Conversations conversations;
  private final FlowEvents flows;
  private final Talkers talkers;
  private final TrafficMeter meter;
  private final DnsTracker dns;
  private final Allowance flowAllowance;
  private final Allowance dnsAllowance;
  private int starts;
  private long refusedEvents;
  private boolean begun;
  private long sweptNanos;
  private long reportedNanos;
  private long lastNanos;

  /**
   * @param name identifies what the packets come from in the identifiers of flows
   * @param base attributes of every event and series
   * @param directed whether it is known which packets came in and which went out
   * @param perSecond most events about flows in a second, and as many about names
   */
  TrafficAccount(
      String name,
      Attributes base,
      boolean directed,
      TrafficSettings settings,
      int perSecond,
      Output output) {
    this.settings = settings;
    this.base = base;
    this.output = event -> offer(output, event);
    this.flowAllowance = new Allowance(perSecond);
    this.dnsAllowance = new Allowance(perSecond);
    this.conversations = new Conversations(settings.flows(), this);
    this.flows = new FlowEvents(name, base, this.output, flowAllowance);
    this.talkers = new Talkers(settings.flows().talkers());
    this.meter = new TrafficMeter(base, directed, this.output);
    this.dns = new DnsTracker(base, this.output, dnsAllowance);
  }

  private boolean offer(Output to, Event event) {
    if (to.offer(event)) {
      return true;
    }
    refusedEvents++;
    return false;
  }

  /** The packets, as they were counted. */
  TrafficMeter meter() {
    return meter;
  }

  /** How many conversations go on. */
  int conversations() {
    return conversations.count();
  }

  /**
   * One more packet.
   *
   * @param data holds it at the offset, in network byte order
   * @param captured bytes of it that are there
   * @param length bytes on the wire
   * @param vlan what the network card took out of it; -1 for none
   * @param timeNanos when it was captured, by the wall clock
   * @param nowNanos the same by a clock that never goes back
   */
  void packet(
      LinkType link,
      ByteBuffer data,
      int offset,
      int captured,
      int length,
      int vlan,
      boolean outgoing,
      long timeNanos,
      long nowNanos) {
    Packet packet = decoder.decode(link, data, offset, captured, length);
    if (vlan >= 0) {
      packet.vlan = vlan;
    }
    meter.count(packet, outgoing);
    if (!packet.ofFlow()) {
      return;
    }
    if (packet.fragment) {
      fragments.resolve(packet, nowNanos);
    }
    Conversation conversation = conversations.of(packet, timeNanos, nowNanos);
    boolean fromSource = conversation.count(packet, timeNanos, nowNanos);
    if (packet.payloadCaptured > 0) {
      payload(conversation, packet, data, fromSource, timeNanos, nowNanos);
    }
  }

  /** One more packet of a file, by whose time stamps the time goes on here, but never back. */
  void replayed(CaptureFile file) {
    long timeNanos = file.timeNanos();
    lastNanos = Math.max(lastNanos, timeNanos);
    tick(lastNanos, lastNanos);
    LinkType link = file.link();
    if (link == null) {
      undecoded(file.length());
      return;
    }
    packet(
        link,
        file.data(),
        file.offset(),
        file.captured(),
        file.length(),
        -1,
        false,
        timeNanos,
        lastNanos);
  }

  /** The latest time stamp of a packet from a file; 0 before the first. */
  long lastNanos() {
    return lastNanos;
  }

  /** A packet of a link layer that is not known here. */
  void undecoded(int length) {
    meter.countUndecoded(length);
  }

  private void payload(
      Conversation conversation,
      Packet packet,
      ByteBuffer data,
      boolean fromSource,
      long timeNanos,
      long nowNanos) {
    boolean named =
        packet.sourcePort == DnsTracker.PORT || packet.destinationPort == DnsTracker.PORT;
    if (named && settings.dns() && !packet.fragment) {
      dns.add(packet, data, timeNanos, nowNanos);
    }
    if (conversation.tcp != null && fromSource && settings.tls()) {
      tls(conversation, packet, data);
    }
  }

  private void tls(Conversation conversation, Packet packet, ByteBuffer data) {
    TlsStart start = conversation.tls;
    if (start == null) {
      if (conversation.tlsDone || starts == MOST_STARTS) {
        return;
      }
      conversation.tlsDone = true;
      start = TlsStart.of(packet, data);
      if (start == null) {
        return;
      }
      starts++;
      conversation.tls = start;
    }
    ClientHello hello = start.add(packet, data);
    if (hello.state() != ClientHello.State.UNFINISHED) {
      conversation.serverName = hello.serverName();
      conversation.tls = null;
      starts--;
    }
  }

  @Override
  public void ended(Conversation conversation, Conversations.End end) {
    if (conversation.tls != null) {
      conversation.tls = null;
      starts--;
    }
    talkers.add(conversation);
    flows.ended(conversation, end);
  }

  /** Does what is due; called often, also without packets. Returns whether it reported metrics. */
  boolean tick(long wallTimeNanos, long nowNanos) {
    if (!begun) {
      begun = true;
      sweptNanos = nowNanos;
      reportedNanos = nowNanos;
    }
    if (nowNanos - sweptNanos < SECOND) {
      return false;
    }
    sweptNanos = nowNanos;
    flowAllowance.renew();
    dnsAllowance.renew();
    conversations.sweep(nowNanos, conversation -> goesOn(conversation, nowNanos));
    dns.sweep(nowNanos);
    boolean due = nowNanos - reportedNanos >= settings.interval().toNanos();
    if (due) {
      report(wallTimeNanos, nowNanos);
    }
    return due;
  }

  private void goesOn(Conversation conversation, long nowNanos) {
    if (nowNanos - conversation.reportNanos >= 0) {
      conversation.reportNanos = nowNanos + settings.flows().interval().toNanos();
      flows.goesOn(conversation);
    }
  }

  private void report(long timeNanos, long nowNanos) {
    double seconds = (nowNanos - reportedNanos) / 1e9;
    reportedNanos = nowNanos;
    conversations.sweep(nowNanos, talkers::add);
    talkers.report(base, timeNanos, seconds, output);
    meter.report(timeNanos, seconds);
    meter.report(talkers, timeNanos);
    meter.report(conversations, timeNanos);
    meter.error("dns", timeNanos, dns.malformed());
    meter.dropped("events", "buffer", timeNanos, refusedEvents);
    meter.dropped("events", "rate", timeNanos, flowAllowance.refused() + dnsAllowance.refused());
    meter.dropped("questions", "table", timeNanos, dns.forgotten());
  }

  /** The packets have ended: tells all that is left. */
  void stop(long wallTimeNanos, long nowNanos) {
    flowAllowance.renew();
    dnsAllowance.renew();
    conversations.stop();
    dns.stop();
    report(wallTimeNanos, nowNanos);
  }
}
