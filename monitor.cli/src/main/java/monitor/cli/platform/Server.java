package monitor.cli.platform;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import monitor.cli.launch.DataFolder;
import monitor.cli.launch.Installation;
import monitor.cli.launch.RunNote;
import monitor.cli.terminal.VisibleText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which platform is asked, and as whom. */
public final class Server {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Behind the last character of ASCII that is seen. */
  private static final char DELETE = 0x7f;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The platform to ask (MONITOR_SERVER; default: the one that runs here).")
  private @Nullable String server;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of the platform that runs here (MONITOR_DATA).")
  private @Nullable Path data;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File that holds the token (else MONITOR_TOKEN).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "How long to wait for an answer (default: 30; for the end of what is stopped: 60).")
  private @Nullable Integer timeout;

  /**
   * A client of the platform that is meant.
   *
   * @throws ApiException if none is named and none runs here, or the token cannot be read
   */
  public ApiClient client() throws ApiException {
    String address =
        Optional.ofNullable(server)
            .or(() -> Defaults.variable("MONITOR_SERVER"))
            .or(() -> RunNote.read(folder()).map(RunNote::url))
            .orElseThrow(this::notRunning);
    return new ApiClient(address(address), token(), patience(ANSWER));
  }

  private static URI address(String text) throws ApiException {
    String address = text.strip().replaceAll("/+$", "");
    if (isAddress(address)) {
      return URI.create(address);
    }
    String near = "http://" + address;
    String hint =
        !address.contains("://") && isAddress(near)
            ? "did you mean %s?".formatted(withoutPassword(near))
            : "one is http://127.0.0.1:7717";
    throw new ApiException(
        ApiException.Kind.FAILED,
        "'%s' is no address of a platform; %s".formatted(withoutPassword(text), hint));
  }

  /** The name of a host may have an underscore, which makes it none to {@link URI}. */
  private static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      return scheme.equals("unix")
          ? address.getPath() != null
          : SCHEMES.contains(scheme) && address.getRawAuthority() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String withoutPassword(String address) {
    return VisibleText.of(address.replaceAll("[^/@]*@", "***@"));
  }

  /** How long to wait. */
  Duration patience(Duration otherwise) {
    return timeout == null ? otherwise : Duration.ofSeconds(timeout);
  }

  /** The process of the platform that is meant; empty if it may run elsewhere. */
  Optional<ProcessHandle> process() {
    boolean elsewhere = server != null || Defaults.variable("MONITOR_SERVER").isPresent();
    return elsewhere ? Optional.empty() : DataFolder.holder(folder());
  }

  /** The data folder of the platform that runs here. */
  public Path folder() {
    return data == null ? Defaults.data(Installation.current()) : data;
  }

  private ApiException notRunning() {
    return new ApiException(
        ApiException.Kind.UNREACHABLE,
        "Monitor does not run with the data folder %s; start it with `monitor run`, or name a server with --server"
            .formatted(folder()));
  }

  private String token() throws ApiException {
    if (tokenFile == null) {
      return token("MONITOR_TOKEN", Defaults.variable("MONITOR_TOKEN").orElse(""));
    }
    try {
      String token = token(tokenFile.toString(), Files.readString(tokenFile));
      if (token.isEmpty()) {
        throw new ApiException(ApiException.Kind.AUTHENTICATION, tokenFile + " is empty");
      }
      return token;
    } catch (IOException e) {
      throw new ApiException(ApiException.Kind.AUTHENTICATION, "The token cannot be read: " + e, e);
    }
  }

  private static String token(String origin, String text) throws ApiException {
    String token = text.strip();
    if (!token.chars().allMatch(each -> each > ' ' && each < DELETE)) {
      throw new ApiException(
          ApiException.Kind.AUTHENTICATION,
          "%s holds no token: a token is one line of letters, digits and signs".formatted(origin));
    }
    return token;
  }
}
