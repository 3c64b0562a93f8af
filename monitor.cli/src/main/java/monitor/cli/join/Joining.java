package monitor.cli.join;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import monitor.wire.JoinToken;
import monitor.wire.Pem;
import monitor.wire.Petition;
import monitor.wire.PrivateFile;
import monitor.wire.Registrar;

/**
 * Joins collectors: makes a key, has the first of them certify it, and writes what the agent needs.
 *
 * @param collectors addresses, the one that the token is of first
 * @param token used up by it
 * @param data the data folder
 */
public record Joining(List<URI> collectors, JoinToken token, Path data) {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int PORT = 7718;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Makes the path absolute, since it is written down. */
  public Joining {
    collectors = collectors.stream().map(Joining::withPort).toList();
    data = data.toAbsolutePath().normalize();
  }

  /**
   * The address of a collector.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static URI address(String text) {
    URI address = URI.create(text);
    boolean known = "https".equals(address.getScheme()) || "wss".equals(address.getScheme());
    if (!known || address.getHost() == null) {
      throw new IllegalArgumentException(
          "'%s' is no address such as https://collector.example.org:%d".formatted(text, PORT));
    }
    return withPort(address);
  }

  private static URI withPort(URI address) {
    int port = address.getPort() < 0 ? PORT : address.getPort();
    return URI.create("https://%s:%d".formatted(address.getHost(), port));
  }

  /** Key and certificate in one file, so that a renewal replaces both at once. */
  public Path identity() {
    return folder().resolve("agent.pem");
  }

  private Path authority() {
    return folder().resolve("collector-authority.pem");
  }

  private Path folder() {
    return data.resolve("identity");
  }

  /** What goes over the configuration files, as if the console had set it. */
  private Path overlay(String table) {
    return overlays().resolve(table + ".json");
  }

  private Path overlays() {
    return data.resolve("config");
  }

  /**
   * The name of this agent that what lies in its journal was made under, if it is another one than
   * that of the token: a collector takes it from that agent alone.
   *
   * @throws IOException if that cannot be read
   */
  public Optional<String> otherName() throws IOException {
    Path file = data.resolve("agent");
    return Files.exists(file)
        ? Optional.of(Files.readString(file)).filter(name -> !name.equals(token.agent()))
        : Optional.empty();
  }

  /**
   * Joins. What cannot be written is found before the token is used.
   *
   * @return when the certificate ends, unless it is renewed
   * @throws Registrar.Refused if the collector does
   * @throws IOException if a file cannot be written, or the collector not be reached or believed
   */
  public Instant join() throws IOException, InterruptedException {
    demandWritable(data);
    Petition petition = Petition.of(token.agent());
    List<X509Certificate> chain =
        new Registrar(collectors.getFirst(), TIMEOUT).join(token, petition);
    PrivateFile.write(authority(), Pem.of(List.of(chain.getLast())));
    PrivateFile.write(identity(), Pem.of(petition.keys().getPrivate()) + Pem.of(chain));
    set("runtime", Map.of("agent", token.agent()));
    set("sink.websocket", sink());
    give(
        folder(),
        authority(),
        identity(),
        overlays(),
        overlay("runtime"),
        overlay("sink.websocket"));
    return chain.getFirst().getNotAfter().toInstant();
  }

  private static void demandWritable(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new IOException(folder + " cannot be written");
    }
  }

  /** The agent may run as another user than the one that prepares it, who is root then. */
  private void give(Path... files) throws IOException {
    UserPrincipal owner = Files.getOwner(data);
    for (Path file : files) {
      if (!Files.getOwner(file).equals(owner)) {
        Files.setOwner(file, owner);
      }
    }
  }

  private Map<String, Object> sink() {
    return Map.of(
        "addresses",
        collectors.stream().map(each -> "wss://" + each.getAuthority() + "/transport").toList(),
        "ca",
        authority().toString(),
        "certificate",
        identity().toString(),
        "key",
        identity().toString());
  }

  /** Sets keys of a table, and leaves the others as they are. */
  private void set(String table, Map<String, Object> keys) throws IOException {
    Path file = overlay(table);
    Map<String, Object> all = new TreeMap<>();
    if (Files.exists(file)) {
      all.putAll(JSON.readValue(file.toFile(), new TypeReference<Map<String, Object>>() {}));
    }
    all.putAll(keys);
    PrivateFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
  }
}
