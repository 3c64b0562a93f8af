package collector.traffic;

import static collector.traffic.Frames.join;
import static collector.traffic.Frames.shorts;
import static collector.traffic.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import collector.traffic.ClientHello.State;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Names in DNS messages and in the first message of a TLS client. */
class NamesTest {
  private static @Nullable DnsMessage read(byte[] message) {
    byte[] shifted = join(new byte[] {9, 9, 9}, message);
    return DnsMessage.read(ByteBuffer.wrap(shifted), 3, message.length);
  }

  private static DnsMessage readable(byte[] message) {
    DnsMessage read = read(message);
    assertThat(read).isNotNull();
    return java.util.Objects.requireNonNull(read);
  }

  @Test
  void readsAQuestion() {
    DnsMessage question = readable(Frames.question(4711, "WWW.Example.org", 28));
    assertThat(question.id()).isEqualTo(4711);
    assertThat(question.response()).isFalse();
    assertThat(question.name()).isEqualTo("www.example.org");
    assertThat(question.typeName()).isEqualTo("AAAA");
  }

  @Test
  void readsAnAnswerWithNamesThatPointBack() {
    DnsMessage answer = readable(Frames.answer(1, 0, "example.org", "192.0.2.1", "192.0.2.2"));
    assertThat(answer.response()).isTrue();
    assertThat(answer.codeName()).isEqualTo("NOERROR");
    assertThat(answer.answers()).containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(readable(Frames.answer(1, 3, "no.example.org")).codeName()).isEqualTo("NXDOMAIN");
  }

  @Test
  void endsNamesThatPointInCircles() {
    byte[] toItself = join(shorts(1, 0x0100, 1, 0, 0, 0), shorts(0xc00c), shorts(1, 1));
    byte[] toEachOther = join(shorts(1, 0x0100, 1, 0, 0, 0), shorts(0xc00e, 0xc00c), shorts(1, 1));
    byte[] intoTheHeader = join(shorts(1, 0x0100, 1, 0, 0, 0), shorts(0xc004), shorts(1, 1));
    assertThat(read(toItself)).isNull();
    assertThat(read(toEachOther)).isNull();
    assertThat(readable(intoTheHeader).name()).isEqualTo(".");
  }

  @Test
  void keepsWhatIsBeforeADamagedAnswer() {
    byte[] answer = Frames.answer(1, 0, "example.org", "192.0.2.1", "192.0.2.2");
    DnsMessage cut = readable(Arrays.copyOf(answer, answer.length - 1));
    assertThat(cut.answers()).containsExactly("192.0.2.1");
  }

  @Test
  void refusesLongNamesAndWritesOddBytesAsNumbers() {
    byte[] label = new byte[64];
    label[0] = 63;
    Arrays.fill(label, 1, 64, (byte) 'a');
    byte[] tooLong =
        join(shorts(1, 0, 1, 0, 0, 0), label, label, label, label, new byte[1], shorts(1, 1));
    assertThat(read(tooLong)).isNull();
    byte[] odd = join(shorts(1, 0, 1, 0, 0, 0), text("\4a\0.\u00ff\0"), shorts(1, 1));
    assertThat(readable(odd).name()).isEqualTo("a\\000\\046\\255");
    assertThat(read(new byte[11])).isNull();
  }

  /** What a real client of this JDK sends first. */
  static byte[] hello(String name) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    engine.setSSLParameters(parameters);
    engine.setUseClientMode(true);
    engine.beginHandshake();
    ByteBuffer message = ByteBuffer.allocate(32_768);
    engine.wrap(ByteBuffer.allocate(0), message);
    return Arrays.copyOf(message.array(), message.position());
  }

  @Test
  void readsTheServerNameThatAClientAsksFor() throws Exception {
    byte[] hello = hello("Www.Example.ORG");
    ClientHello read = ClientHello.read(hello, hello.length);
    assertThat(read.state()).isEqualTo(State.READ);
    assertThat(read.serverName()).isEqualTo("www.example.org");
  }

  @Test
  void waitsForTheRestOfAMessage() throws Exception {
    byte[] hello = hello("example.org");
    for (int length = 0; length < hello.length; length++) {
      assertThat(ClientHello.read(hello, length).state()).isEqualTo(State.UNFINISHED);
    }
  }

  @Test
  void joinsAMessageThatIsSplitOverRecords() throws Exception {
    byte[] hello = hello("example.org");
    byte[] first = Arrays.copyOfRange(hello, 5, 25);
    byte[] second = Arrays.copyOfRange(hello, 25, hello.length);
    byte[] split =
        join(
            new byte[] {22, 3, 1},
            shorts(first.length),
            first,
            new byte[] {22, 3, 1},
            shorts(second.length),
            second);
    assertThat(ClientHello.read(split, split.length).serverName()).isEqualTo("example.org");
  }

  @Test
  void takesNothingElseForAHello() throws Exception {
    byte[] request = text("GET / HTTP/1.1\r\n");
    assertThat(ClientHello.read(request, request.length).state()).isEqualTo(State.OTHER);
    byte[] serverHello = hello("example.org");
    serverHello[5] = 2;
    assertThat(ClientHello.read(serverHello, serverHello.length).state()).isEqualTo(State.OTHER);
    byte[] control = hello("exa-ple.org");
    int at = new String(control, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("exa-ple");
    control[at + 3] = '\n';
    assertThat(ClientHello.read(control, control.length).state()).isEqualTo(State.OTHER);
  }
}
