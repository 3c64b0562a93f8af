package collector.traffic;

/**
 * The state of one TCP connection, as one who listens can tell it (RFC 9293, 3.3.2), and what was
 * sent again. Where the capture saw both the lost segment and its repetition, that is a
 * retransmission; where it saw only the repetition, it closes a gap and counts as out of order.
 */
final class TcpTrack {
  /** What was seen of a connection. */
  enum State {
    /** No beginning was seen: it was there before the capture. */
    OPEN("open"),
    SYN_SENT("syn_sent"),
    SYN_RECEIVED("syn_received"),
    ESTABLISHED("established"),
    CLOSING("closing"),
    CLOSED("closed"),
    RESET("reset");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** As an event tells it. */
    String text() {
      return text;
    }

    boolean ended() {
      return this == CLOSED || this == RESET;
    }

    boolean opening() {
      return this == SYN_SENT || this == SYN_RECEIVED;
    }
  }

  /** One direction: what is expected next, and the first hole before it. */
  private static final class Direction {
    private boolean known;
    private int next;
    private int holeFrom;
    private int holeTo;
    private boolean finished;
    private int finishedAt;
    private boolean acknowledged;
  }

  private final Direction sent = new Direction();
  private final Direction received = new Direction();
  private State state = State.OPEN;
  private long retransmissions;
  private long outOfOrder;
  private long askedNanos;
  private long handshakeNanos = -1;

  State state() {
    return state;
  }

  /** Segments that were sent again. */
  long retransmissions() {
    return retransmissions;
  }

  /** Segments that came behind a later one. */
  long outOfOrder() {
    return outOfOrder;
  }

  /** From the first SYN to the ACK that ended the handshake; -1 if it was not seen. */
  long handshakeNanos() {
    return handshakeNanos;
  }

  /**
   * One more segment.
   *
   * @param fromSource whether the side that opened the connection sent it
   */
  void add(Packet packet, boolean fromSource, long timeNanos) {
    Direction direction = fromSource ? sent : received;
    segment(direction, packet);
    advance(packet, fromSource, timeNanos);
  }

  private void segment(Direction direction, Packet packet) {
    boolean control = packet.flag(Packet.SYN) || packet.flag(Packet.FIN);
    int length =
        packet.payloadLength
            + (packet.flag(Packet.SYN) ? 1 : 0)
            + (packet.flag(Packet.FIN) ? 1 : 0);
    int sequence = packet.sequence;
    int after = sequence + length;
    if (!direction.known) {
      direction.known = !packet.flag(Packet.RST);
      direction.next = after;
      return;
    }
    int ahead = sequence - direction.next;
    if (length == 0 || ahead == 0) {
      direction.next += ahead == 0 ? length : 0;
    } else if (ahead > 0) {
      hole(direction, sequence);
      direction.next = after;
    } else if (control || ahead != -1 || length > 1) { // else it only keeps the connection alive
      behind(direction, sequence, after);
    }
  }

  private static void hole(Direction direction, int to) {
    if (direction.holeFrom == direction.holeTo) {
      direction.holeFrom = direction.next;
    }
    direction.holeTo = to;
  }

  private void behind(Direction direction, int sequence, int after) {
    boolean inHole = sequence - direction.holeFrom >= 0 && sequence - direction.holeTo < 0;
    if (inHole) {
      outOfOrder++;
      if (sequence == direction.holeFrom) {
        direction.holeFrom = after - direction.holeTo >= 0 ? direction.holeTo : after;
      } else {
        direction.holeTo = sequence;
      }
    } else {
      retransmissions++;
    }
    if (after - direction.next > 0) {
      direction.next = after;
    }
  }

  private void advance(Packet packet, boolean fromSource, long timeNanos) {
    if (packet.flag(Packet.RST)) {
      state = state == State.CLOSED ? state : State.RESET;
      return;
    }
    if (packet.flag(Packet.SYN)) {
      opens(packet.flag(Packet.ACK), timeNanos);
      return;
    }
    if (state == State.SYN_RECEIVED && fromSource && packet.flag(Packet.ACK)) {
      state = State.ESTABLISHED;
      handshakeNanos = askedNanos == 0 ? -1 : Math.max(0, timeNanos - askedNanos);
    }
    Direction direction = fromSource ? sent : received;
    if (packet.flag(Packet.FIN) && !direction.finished) {
      direction.finished = true;
      direction.finishedAt = packet.sequence + packet.payloadLength + 1;
      state = State.CLOSING;
    }
    Direction other = fromSource ? received : sent;
    if (other.finished && packet.flag(Packet.ACK)) {
      other.acknowledged |= packet.acknowledgement - other.finishedAt >= 0;
    }
    if (sent.acknowledged && received.acknowledged) {
      state = State.CLOSED;
    }
  }

  private void opens(boolean answered, long timeNanos) {
    if (!answered && state == State.OPEN) {
      state = State.SYN_SENT;
      askedNanos = timeNanos;
    } else if (answered && (state == State.SYN_SENT || state == State.OPEN)) {
      state = State.SYN_RECEIVED;
    }
  }
}
