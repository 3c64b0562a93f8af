package monitor.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import monitor.rest.http.Reply;

/** Writes answers to the socket (RFC 9112); each is the only one of its connection. */
final class SocketAnswer {
  private SocketAnswer() {}

  /** Writes a complete answer. */
  static void write(Reply.Content content, boolean withBody, OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 %d \r\n".formatted(content.status()));
    if (content.type() != null) {
      head.append("Content-Type: ").append(content.type()).append("\r\n");
    }
    head.append("Content-Length: ").append(content.body().length).append("\r\n");
    content.headers().forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
    if (!content.headers().containsKey("Connection")) {
      head.append("Connection: close\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (withBody) {
      bytes.writeBytes(content.body());
    }
    bytes.writeTo(out);
    out.flush();
  }
}
