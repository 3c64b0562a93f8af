package sink.websocket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLParameters;
import monitor.wire.Message;
import monitor.wire.Messages;
import monitor.wire.Tls;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one collector. One thread sends; what comes is heard on the threads of the
 * client.
 */
final class Connection implements WebSocket.Listener, AutoCloseable {
  private static final Duration LEAVING = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final HttpClient client;
  private final long silenceNanos;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final CompletableFuture<Message.Welcome> welcome = new CompletableFuture<>();
  private volatile @Nullable WebSocket socket;
  private volatile String over = "";
  private volatile String moving = "";
  private volatile long heardNanos = System.nanoTime();
  private long askedNanos = heardNanos;

  private Connection(Outbox outbox, HttpClient client, Duration silence) {
    this.outbox = outbox;
    this.client = client;
    this.silenceNanos = silence.toNanos();
  }

  /**
   * Connects and says hello.
   *
   * @param leaving whether it is not wanted any more; looked at as long as nobody answers
   * @throws IOException if there is no collector, or it does not let this agent in
   */
  static Connection open(
      URI address, Settings settings, String agent, Outbox outbox, BooleanSupplier leaving)
      throws IOException, InterruptedException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectTimeout());
    if ("wss".equals(address.getScheme())) {
      SSLParameters parameters = new SSLParameters();
      parameters.setProtocols(new String[] {Tls.PROTOCOL});
      builder.sslContext(settings.tls().context()).sslParameters(parameters);
    }
    Connection connection = new Connection(outbox, builder.build(), settings.silence());
    try {
      connection.greet(address, settings, agent, leaving);
      return connection;
    } catch (IOException | InterruptedException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void greet(URI address, Settings settings, String agent, BooleanSupplier leaving)
      throws IOException, InterruptedException {
    WebSocket.Builder builder =
        client
            .newWebSocketBuilder()
            .connectTimeout(settings.connectTimeout())
            .subprotocols(Message.SUBPROTOCOL);
    String token = settings.bearer().text();
    if (!token.isEmpty()) {
      builder.header("Authorization", "Bearer " + token);
    }
    long nanos = settings.connectTimeout().toNanos();
    socket = Promises.await(builder.buildAsync(address, this), nanos, leaving);
    send(
        Messages.encode(new Message.Hello(List.of(Message.VERSION), agent, Message.SOFTWARE)),
        nanos);
    Promises.await(welcome, nanos, leaving);
  }

  /** What the collector said of itself. */
  Message.Welcome welcome() {
    return welcome.join();
  }

  /** Sends a message, and waits until it is on its way. */
  void send(ByteBuffer message) throws IOException, InterruptedException {
    send(message, silenceNanos);
  }

  private void send(ByteBuffer message, long nanos) throws IOException, InterruptedException {
    WebSocket open = socket;
    if (open == null) {
      throw new IOException("it is not connected");
    }
    Promises.await(open.sendBinary(message, true), nanos);
  }

  /** Asks whether the collector is still there, when nothing was heard for a while. */
  void lookWhetherAlive() throws IOException, InterruptedException {
    long now = System.nanoTime();
    if (now - heardNanos > silenceNanos) {
      throw new IOException(
          "nothing was heard for " + TimeUnit.NANOSECONDS.toMillis(silenceNanos) + " ms");
    }
    WebSocket open = socket;
    if (open != null && now - Math.max(heardNanos, askedNanos) > silenceNanos / 3) {
      askedNanos = now;
      Promises.await(open.sendPing(ByteBuffer.allocate(0)), silenceNanos);
    }
  }

  /** Why it is over; empty as long as it is not. */
  String over() {
    return over;
  }

  /** Why the collector wants to be left; empty if it does not. */
  String moving() {
    return moving;
  }

  private void ends(String reason) {
    if (over.isEmpty()) {
      over = reason;
    }
    welcome.completeExceptionally(new IOException(over));
    outbox.wake();
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    heardNanos = System.nanoTime();
    if (partial.size() + data.remaining() > Message.MOST_CONTROL_BYTES) {
      refuse(from, "its message is longer than 64 KiB");
      return CompletableFuture.completedFuture(null);
    }
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    partial.writeBytes(bytes);
    if (last) {
      byte[] message = partial.toByteArray();
      partial.reset();
      hear(from, message);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void hear(WebSocket from, byte[] bytes) {
    if (!over.isEmpty()) {
      return;
    }
    try {
      switch (Messages.decode(ByteBuffer.wrap(bytes))) {
        case Message.Welcome said -> welcomed(from, said);
        case Message.Answer answer -> {
          if (!outbox.answered(answer.sha256(), answer.outcome())) {
            refuse(from, "it answers a batch that was not sent");
          }
        }
        case Message.Moving told -> {
          moving = told.reason().isEmpty() ? "it is stopping" : told.reason();
          outbox.wake();
        }
        case Message.Hello _, Message.Consigned _ -> refuse(from, "it speaks as an agent does");
      }
    } catch (IOException e) {
      refuse(from, "its message cannot be read: " + e.getMessage());
    }
  }

  private void welcomed(WebSocket from, Message.Welcome said) {
    if (said.version() == Message.VERSION) {
      welcome.complete(said);
    } else {
      refuse(from, "it speaks version " + said.version() + " of the protocol");
    }
  }

  private void refuse(WebSocket from, String reason) {
    ends(reason);
    from.abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    refuse(from, "it sends text");
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    heardNanos = System.nanoTime();
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    heardNanos = System.nanoTime();
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    ends(
        "it closed the connection (%d%s)".formatted(status, reason.isEmpty() ? "" : ": " + reason));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ends("the connection is lost: " + Promises.words(error));
  }

  /** Leaves politely: the collector sees a normal end. */
  void leave() throws InterruptedException {
    WebSocket open = socket;
    try {
      if (open != null && !open.isOutputClosed()) {
        Promises.await(open.sendClose(WebSocket.NORMAL_CLOSURE, ""), LEAVING.toNanos());
      }
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() {
    ends("it was left");
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    client.shutdownNow();
    try {
      client.awaitTermination(LEAVING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
