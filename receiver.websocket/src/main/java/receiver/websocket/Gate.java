package receiver.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import monitor.api.identity.AgentToken;
import monitor.api.identity.AgentTokens;
import monitor.wire.Message;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.jspecify.annotations.Nullable;

/** Decides by the request for a connection who may open one. Thread-safe. */
final class Gate {
  private static final String BEARER = "Bearer ";

  private final Settings settings;
  private final Reception reception;

  Gate(Settings settings, Reception reception) {
    this.settings = settings;
    this.reception = reception;
  }

  /** A connection with what its peer has proven; null after a refusal. */
  @Nullable Peer admit(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    Optional<X509Certificate> certificate =
        settings.certified() ? Proof.certificate(request) : Optional.empty();
    Optional<AgentTokens> judge = reception.tokens();
    Optional<AgentToken> token = judge.flatMap(tokens -> tokens.read(bearer(request)));
    int refusal = HttpStatus.OK_200;
    if (request.getHeaders().contains(HttpHeader.ORIGIN)) {
      // Whatever page a browser on this host shows can reach a port of loopback; no agent says
      // this.
      refusal = HttpStatus.FORBIDDEN_403;
    } else if (settings.signed() && judge.isEmpty()) {
      refusal = HttpStatus.SERVICE_UNAVAILABLE_503;
    } else if (settings.signed() && token.isEmpty()
        || !settings.token().isEmpty() && !isShared(bearer(request))
        || settings.certified() && certificate.isEmpty()) {
      refusal = HttpStatus.UNAUTHORIZED_401;
    } else if (!request.getSubProtocols().contains(Message.SUBPROTOCOL)) {
      refusal = HttpStatus.BAD_REQUEST_400;
    }
    if (refusal != HttpStatus.OK_200) {
      Response.writeError(request, response, callback, refusal);
      return null;
    }
    response.setAcceptedSubProtocol(Message.SUBPROTOCOL);
    return new Peer(reception, new Proof(certificate, token));
  }

  /** The one bearer of a request; empty without one. */
  private static String bearer(ServerUpgradeRequest request) {
    List<String> headers = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    return headers.size() == 1
            && headers.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? headers.getFirst().substring(BEARER.length())
        : "";
  }

  private boolean isShared(String bearer) {
    return MessageDigest.isEqual(
        settings.token().getBytes(StandardCharsets.UTF_8), bearer.getBytes(StandardCharsets.UTF_8));
  }
}
