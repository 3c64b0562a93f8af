package receiver.websocket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import monitor.api.identity.AgentAuthority;
import monitor.api.identity.Enrollment;
import monitor.wire.Pem;
import monitor.wire.Registrar;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Issues certificates to agents, beside the path that they send batches on. */
final class Enrollments extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Enrollments.class);
  private static final int MOST_REQUEST_BYTES = 8 << 10;
  private static final String BEARER = "Bearer ";

  private final AgentAuthority authority;

  Enrollments(AgentAuthority authority) {
    this.authority = authority;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Request.getPathInContext(request);
    boolean joins = path.equals(Registrar.JOIN);
    if (!joins && !path.equals(Registrar.RENEW) || !HttpMethod.POST.is(request.getMethod())) {
      return false;
    }
    // No thread waits for a peer that sends slowly.
    Content.Source.asByteArrayAsync(request, MOST_REQUEST_BYTES)
        .whenCompleteAsync(
            (body, failure) -> {
              if (failure == null) {
                String text = new String(body, StandardCharsets.ISO_8859_1);
                answer(joins, text, request, response, callback);
              } else {
                problem(response, callback, 413, "A request has at most 8 KiB.");
              }
            },
            request.getComponents().getExecutor());
    return true;
  }

  private void answer(
      boolean joins, String body, Request request, Response response, Callback callback) {
    try {
      switch (joins ? join(body, request) : renew(body, request)) {
        case Enrollment.Issued issued -> {
          response.getHeaders().put(HttpHeader.CONTENT_TYPE, Registrar.CHAIN_TYPE);
          response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
          response.write(true, StandardCharsets.US_ASCII.encode(Pem.of(issued.chain())), callback);
        }
        case Enrollment.Unproven unproven ->
            problem(response, callback, HttpStatus.UNAUTHORIZED_401, unproven.reason());
        case Enrollment.Refused refused ->
            problem(response, callback, HttpStatus.FORBIDDEN_403, refused.reason());
        case Enrollment.Throttled throttled -> {
          long seconds = throttled.pause().toSeconds() + 1;
          response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds);
          problem(
              response,
              callback,
              HttpStatus.TOO_MANY_REQUESTS_429,
              "Too many requests to join failed: try again in %d s.".formatted(seconds));
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("No certificate could be issued to {}.", Request.getRemoteAddr(request), e);
      problem(
          response,
          callback,
          HttpStatus.INTERNAL_SERVER_ERROR_500,
          "The collector could not issue a certificate; its log says why.");
    }
  }

  private Enrollment join(String body, Request request) throws IOException {
    List<String> headers = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    String token =
        headers.size() == 1 && headers.getFirst().startsWith(BEARER)
            ? headers.getFirst().substring(BEARER.length())
            : "";
    return authority.join(token, body, Request.getRemoteAddr(request));
  }

  private Enrollment renew(String body, Request request) throws IOException {
    Optional<java.security.cert.X509Certificate> current = Proof.certificate(request);
    return current.isEmpty()
        ? new Enrollment.Unproven("A certificate is renewed for who has one.")
        : authority.renew(current.get(), body);
  }

  /** RFC 9457. */
  private static void problem(Response response, Callback callback, int status, String detail) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("title", HttpStatus.getMessage(status));
      json.writeNumberField("status", status);
      json.writeStringField("detail", detail);
      json.writeEndObject();
    } catch (IOException e) {
      callback.failed(e);
      return;
    }
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.write(true, ByteBuffer.wrap(bytes.toByteArray()), callback);
  }
}
