package monitor.cli.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request over a Unix domain socket (RFC 9112); the answer is the only one of its connection.
 * The read time-out is for the whole of it.
 */
final class SocketConnection extends HttpURLConnection {
  private static final int MAX_HEAD_BYTES = 64 << 10;

  private final Path socket;
  private final String target;
  private final ByteArrayOutputStream buffered = new ByteArrayOutputStream();
  private final Map<String, String> answered = new TreeMap<>();
  private @Nullable SocketChannel channel;
  private @Nullable InputStream body;

  /**
   * Not connected yet.
   *
   * @param socket where the platform listens
   * @param target path and query
   */
  SocketConnection(Path socket, String target) throws IOException {
    super(URI.create("http://localhost" + target).toURL());
    this.socket = socket;
    this.target = target;
  }

  @Override
  public void connect() throws IOException {
    open();
  }

  /** Connects, and sends the head unless the body is still to be counted. */
  private SocketChannel open() throws IOException {
    if (channel != null) {
      return channel;
    }
    Map<String, java.util.List<String>> headers = getRequestProperties();
    SocketChannel opened = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    channel = opened;
    connected = true;
    if (getReadTimeout() > 0) {
      CompletableFuture.delayedExecutor(getReadTimeout(), TimeUnit.MILLISECONDS)
          .execute(this::disconnect);
    }
    StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, target));
    head.append("Host: localhost\r\nConnection: close\r\n");
    headers.forEach(
        (name, values) -> values.forEach(v -> head.append("%s: %s\r\n".formatted(name, v))));
    long length = fixedContentLengthLong >= 0 ? fixedContentLengthLong : buffered.size();
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    OutputStream out = Channels.newOutputStream(opened);
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    buffered.writeTo(out);
    return opened;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    if (method.equals("GET")) {
      method = "POST";
    }
    return fixedContentLengthLong < 0 ? buffered : new Sent(Channels.newOutputStream(open()));
  }

  /** Whoever closes it has sent everything, and wants the answer. */
  private static final class Sent extends FilterOutputStream {
    Sent(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private InputStream answer() throws IOException {
    if (body == null) {
      try {
        InputStream in = new BufferedInputStream(Channels.newInputStream(open()));
        readHead(in);
        body = in;
      } catch (AsynchronousCloseException e) {
        SocketTimeoutException late = new SocketTimeoutException("Read timed out");
        late.initCause(e);
        throw late;
      }
    }
    return body;
  }

  private void readHead(InputStream in) throws IOException {
    String status = line(in);
    String[] parts = status.split(" ", 3);
    if (parts.length < 2 || !parts[1].matches("[1-5][0-9][0-9]")) {
      throw new IOException("the answer does not begin as one of HTTP");
    }
    responseCode = Integer.parseInt(parts[1]);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] pair = line.split(":", 2);
      answered.put(pair[0].toLowerCase(Locale.ROOT), pair.length == 1 ? "" : pair[1].strip());
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || bytes.size() > MAX_HEAD_BYTES) {
        throw new EOFException("the answer ended early");
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = answer();
    if (responseCode >= 400) {
      throw new IOException("the platform answered " + responseCode);
    }
    return in;
  }

  @Override
  public int getResponseCode() throws IOException {
    answer();
    return responseCode;
  }

  @Override
  public @Nullable InputStream getErrorStream() {
    return responseCode >= 400 ? body : null;
  }

  @Override
  public @Nullable String getHeaderField(String name) {
    return answered.get(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public void disconnect() {
    SocketChannel opened = channel;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        // It was gone already.
      }
    }
  }

  @Override
  public boolean usingProxy() {
    return false;
  }
}
