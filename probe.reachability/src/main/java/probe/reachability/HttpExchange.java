package probe.reachability;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request and its answer, over a connection that is closed afterwards. */
final class HttpExchange {
  /** How much of a body is looked at. */
  private static final int LOOKED_AT = 1 << 20;

  /** A body that is longer is not read to its end, because it may have none. */
  private static final long LARGEST = 64L << 20;

  private final HttpURLConnection connection;
  private final long deadlineNanos;

  private HttpExchange(HttpURLConnection connection, long deadlineNanos) {
    this.connection = connection;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * An answer.
   *
   * @param status of it
   * @param nanos until the body was read
   * @param bytes of the body
   * @param start of the body, as UTF-8
   */
  record Answer(int status, long nanos, long bytes, String start) {}

  /**
   * Sends a request and reads the answer. Redirects are followed within the scheme.
   *
   * @param timeout for all of it but the look-up of the name
   */
  static Answer run(URI uri, String method, Duration timeout) throws IOException {
    long begin = System.nanoTime();
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    try {
      connection.setRequestMethod(method);
      connection.setRequestProperty("Connection", "close");
      connection.setRequestProperty("User-Agent", "monitor-probe");
      connection.setUseCaches(false);
      connection.setConnectTimeout((int) Math.max(1, timeout.toMillis()));
      return new HttpExchange(connection, begin + timeout.toNanos()).answer(begin);
    } finally {
      connection.disconnect();
    }
  }

  private Answer answer(long begin) throws IOException {
    connection.setReadTimeout(left());
    int status = connection.getResponseCode();
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    long bytes = 0;
    try (InputStream body = body(status)) {
      byte[] block = new byte[16 << 10];
      for (int read = read(body, block); read >= 0 && bytes < LARGEST; read = read(body, block)) {
        bytes += read;
        start.write(block, 0, Math.min(read, LOOKED_AT - Math.min(LOOKED_AT, start.size())));
      }
    }
    long nanos = System.nanoTime() - begin;
    return new Answer(status, nanos, bytes, start.toString(StandardCharsets.UTF_8));
  }

  private InputStream body(int status) throws IOException {
    InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    return body == null ? InputStream.nullInputStream() : body;
  }

  private int read(InputStream body, byte[] block) throws IOException {
    connection.setReadTimeout(left());
    return body.read(block);
  }

  /** Milliseconds that are left; a slow answer must not take longer in many small pieces. */
  private int left() throws SocketTimeoutException {
    long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
    if (millis < 1) {
      throw new SocketTimeoutException();
    }
    return (int) millis;
  }

  /** A sentence about a failure. */
  static String reason(IOException cause, Duration timeout) {
    return switch (cause) {
      case SocketTimeoutException e -> "no complete answer within " + Durations.text(timeout);
      case ConnectException e -> "connection refused";
      default -> message(cause);
    };
  }

  private static String message(IOException cause) {
    @Nullable String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
