package collector.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import collector.traffic.TcpTrack.State;
import org.junit.jupiter.api.Test;

class TcpTrackTest {
  private static final int CLIENT = Integer.MAX_VALUE - 100; // so that numbers begin anew
  private static final int SERVER = -50;

  private final TcpTrack track = new TcpTrack();
  private final Packet packet = new Packet();
  private long nanos = 1_000;

  private TcpTrack segment(boolean fromSource, int sequence, int ack, int flags, int length) {
    packet.begin(length + 54);
    packet.sequence = sequence;
    packet.acknowledgement = ack;
    packet.tcpFlags = flags;
    packet.payloadLength = length;
    track.add(packet, fromSource, nanos += 1_000_000);
    return track;
  }

  private void handshake() {
    segment(true, CLIENT, 0, Packet.SYN, 0);
    assertThat(track.state()).isEqualTo(State.SYN_SENT);
    segment(false, SERVER, CLIENT + 1, Packet.SYN | Packet.ACK, 0);
    assertThat(track.state()).isEqualTo(State.SYN_RECEIVED);
    segment(true, CLIENT + 1, SERVER + 1, Packet.ACK, 0);
    assertThat(track.state()).isEqualTo(State.ESTABLISHED);
  }

  @Test
  void followsAConnectionFromItsBeginToItsEnd() {
    handshake();
    assertThat(track.handshakeNanos()).isEqualTo(2_000_000);
    segment(true, CLIENT + 1, SERVER + 1, Packet.ACK, 200);
    segment(false, SERVER + 1, CLIENT + 201, Packet.ACK, 100);
    segment(true, CLIENT + 201, SERVER + 101, Packet.ACK | Packet.FIN, 0);
    assertThat(track.state()).isEqualTo(State.CLOSING);
    segment(false, SERVER + 101, CLIENT + 202, Packet.ACK | Packet.FIN, 0);
    assertThat(track.state()).isEqualTo(State.CLOSING);
    segment(true, CLIENT + 202, SERVER + 102, Packet.ACK, 0);
    assertThat(track.state()).isEqualTo(State.CLOSED);
    assertThat(track.retransmissions()).isZero();
    assertThat(track.outOfOrder()).isZero();
  }

  @Test
  void countsWhatIsSentAgain() {
    segment(true, CLIENT, 0, Packet.SYN, 0);
    segment(true, CLIENT, 0, Packet.SYN, 0);
    assertThat(track.retransmissions()).isEqualTo(1);
    segment(false, SERVER, CLIENT + 1, Packet.SYN | Packet.ACK, 0);
    segment(true, CLIENT + 1, SERVER + 1, Packet.ACK, 100);
    segment(true, CLIENT + 101, SERVER + 1, Packet.ACK, 100);
    segment(true, CLIENT + 1, SERVER + 1, Packet.ACK, 100);
    segment(true, CLIENT + 101, SERVER + 1, Packet.ACK | Packet.FIN, 100);
    assertThat(track.retransmissions()).isEqualTo(3);
    assertThat(track.outOfOrder()).isZero();
  }

  @Test
  void tellsWhatCameLateFromWhatWasSentAgain() {
    handshake();
    segment(true, CLIENT + 101, 0, Packet.ACK, 100); // the one before it was lost or overtaken
    segment(true, CLIENT + 201, 0, Packet.ACK, 100);
    segment(true, CLIENT + 1, 0, Packet.ACK, 100);
    assertThat(track.outOfOrder()).isEqualTo(1);
    assertThat(track.retransmissions()).isZero();
    segment(true, CLIENT + 1, 0, Packet.ACK, 100);
    assertThat(track.retransmissions()).isEqualTo(1);
  }

  @Test
  void takesNoKeepAliveForARetransmission() {
    handshake();
    segment(true, CLIENT + 1, 0, Packet.ACK, 10);
    segment(true, CLIENT + 10, 0, Packet.ACK, 1);
    segment(true, CLIENT + 10, 0, Packet.ACK, 0);
    assertThat(track.retransmissions()).isZero();
  }

  @Test
  void endsWithAReset() {
    segment(true, CLIENT, 0, Packet.SYN, 0);
    segment(false, 0, CLIENT + 1, Packet.RST | Packet.ACK, 0);
    assertThat(track.state()).isEqualTo(State.RESET);
  }
}
