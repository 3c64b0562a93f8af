package sink.postgres.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The address of a database.
 *
 * @param jdbc in the form of the driver, without user and password
 * @param user to log in as; null leaves it to the driver
 * @param password its password; null without one
 */
public record DatabaseUrl(String jdbc, @Nullable String user, @Nullable String password) {
  private static final String JDBC = "jdbc:postgresql:";

  /** What the driver takes when the address says nothing. */
  private static final int CONNECT_DEFAULT = new PGSimpleDataSource().getConnectTimeout();

  /**
   * Reads {@code jdbc:postgresql://host:port/database?parameters} or {@code
   * postgres://user:password@host:port/database?parameters} (also {@code postgresql://}).
   *
   * @throws IllegalArgumentException if it is neither; the message does not repeat it, for it may
   *     hold a password
   */
  public static DatabaseUrl parse(String text) {
    if (text.startsWith(JDBC)) {
      return new DatabaseUrl(checked(text), null, null);
    }
    if (!text.startsWith("postgres://") && !text.startsWith("postgresql://")) {
      throw wrong();
    }
    try {
      return of(new URI(text));
    } catch (URISyntaxException e) {
      throw wrong();
    }
  }

  private static DatabaseUrl of(URI uri) {
    if (uri.getHost() == null || uri.getPath().length() < 2) {
      throw wrong();
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String jdbc = JDBC + "//" + uri.getHost() + port + uri.getRawPath() + query;
    String[] login = uri.getRawUserInfo() == null ? new String[0] : parts(uri.getRawUserInfo());
    return new DatabaseUrl(
        checked(jdbc), login.length > 0 ? login[0] : null, login.length > 1 ? login[1] : null);
  }

  private static String[] parts(String userInfo) {
    String[] parts = userInfo.split(":", 2);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8);
    }
    return parts;
  }

  private static String checked(String jdbc) {
    try {
      new PGSimpleDataSource().setUrl(jdbc);
      return jdbc;
    } catch (IllegalArgumentException e) {
      throw wrong();
    }
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "url: write jdbc:postgresql://host:port/database or"
            + " postgres://user:password@host:port/database, or leave it empty for the embedded"
            + " server");
  }

  /** This address with another login; null keeps what is there. */
  public DatabaseUrl withLogin(@Nullable String newUser, @Nullable String newPassword) {
    return new DatabaseUrl(
        jdbc, newUser == null ? user : newUser, newPassword == null ? password : newPassword);
  }

  /** A source of connections with time-outs, so that a dead network is noticed. */
  PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    // First: what is set before it would go before what the address says.
    source.setUrl(jdbc);
    if (source.getConnectTimeout() == CONNECT_DEFAULT) {
      source.setConnectTimeout(Sessions.CONNECT_SECONDS);
    }
    if (source.getSocketTimeout() == 0) {
      source.setSocketTimeout(Sessions.SOCKET_SECONDS);
    }
    source.setTcpKeepAlive(true);
    if (user != null) {
      source.setUser(user);
    }
    if (password != null) {
      source.setPassword(password);
    }
    return source;
  }

  @Override
  public String toString() {
    return jdbc;
  }
}
