package monitor.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Asks a collector for the certificate of an agent: {@code POST /api/v1/agents/join} and {@code
 * renew} at the port that agents connect to.
 *
 * @param collector its address; scheme and path do not matter
 * @param timeout for each of connecting and answering
 */
public record Registrar(URI collector, Duration timeout) {
  /** Path of the first certificate; the token is sent as {@code Authorization: Bearer}. */
  public static final String JOIN = "/api/v1/agents/join";

  /** Path of the next one; the current one is that of the connection. */
  public static final String RENEW = "/api/v1/agents/renew";

  /** Media type of a request (RFC 5967), here in PEM. */
  public static final String REQUEST_TYPE = "application/pkcs10";

  /** Media type of the answer (RFC 8555, 9.1). */
  public static final String CHAIN_TYPE = "application/pem-certificate-chain";

  private static final int MOST_BYTES = 64 << 10;
  private static final int OK = 200;

  /** The collector answered that it does not issue one. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    private Refused(int status, String reason) {
      super(reason);
      this.status = status;
    }

    /** Status of HTTP. */
    public int status() {
      return status;
    }
  }

  /**
   * The first certificate of an agent, then that of the authority. Nothing is sent to a collector
   * that does not prove itself by the authority in the token.
   *
   * @throws Refused if the collector says so
   * @throws IOException if it cannot be reached or believed
   */
  public List<X509Certificate> join(JoinToken token, Petition petition)
      throws IOException, InterruptedException {
    List<X509Certificate> chain =
        ask(PinnedAuthority.context(token.fingerprint()), JOIN, petition, Optional.of(token));
    if (!JoinToken.fingerprint(chain.getLast()).equals(token.fingerprint())) {
      throw new IOException("the certificate is of another authority than that of the token");
    }
    return checked(chain, petition);
  }

  /**
   * The next certificate of an agent, then that of the authority.
   *
   * @param current who it is now, and whom it trusts
   * @throws Refused if the collector says so
   * @throws IOException if it cannot be reached or believed
   */
  public List<X509Certificate> renew(Tls current, Petition petition)
      throws IOException, InterruptedException {
    List<X509Certificate> chain = ask(current.context(), RENEW, petition, Optional.empty());
    if (!Tls.certificates(current.authorities().orElseThrow()).contains(chain.getLast())) {
      throw new IOException("the certificate is of another authority than that of the collector");
    }
    return checked(chain, petition);
  }

  private static List<X509Certificate> checked(List<X509Certificate> chain, Petition petition)
      throws IOException {
    try {
      chain.getFirst().verify(chain.getLast().getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate is not signed by its authority", e);
    }
    if (!chain.getFirst().getPublicKey().equals(petition.keys().getPublic())) {
      throw new IOException("the certificate is of another key");
    }
    return chain;
  }

  private List<X509Certificate> ask(
      SSLContext context, String path, Petition petition, Optional<JoinToken> token)
      throws IOException, InterruptedException {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {Tls.PROTOCOL});
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://" + collector.getRawAuthority() + path))
            .timeout(timeout)
            .header("Content-Type", REQUEST_TYPE)
            .POST(HttpRequest.BodyPublishers.ofString(petition.request()));
    token.ifPresent(known -> request.header("Authorization", "Bearer " + known.text()));
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .sslContext(context)
            .sslParameters(parameters)
            .build();
    try {
      return certificates(answer(client, request.build()));
    } finally {
      client.shutdownNow();
    }
  }

  private HttpResponse<byte[]> answer(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client
          .sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES))
          .get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("it does not answer", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  private static List<X509Certificate> certificates(HttpResponse<byte[]> answer)
      throws IOException {
    if (answer.statusCode() != OK) {
      throw new Refused(answer.statusCode(), reason(answer.statusCode(), answer.body()));
    }
    return Pem.certificates(new String(answer.body(), StandardCharsets.ISO_8859_1));
  }

  /** The detail of a problem (RFC 9457), else the status. */
  private static String reason(int status, byte[] body) {
    try (JsonParser json = new JsonFactory().createParser(body)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME
            && json.currentName().equals("detail")
            && json.nextToken() == JsonToken.VALUE_STRING) {
          return json.getText();
        }
      }
    } catch (IOException e) {
      // It is no problem of ours.
    }
    return "It answers with status %d.".formatted(status);
  }
}
