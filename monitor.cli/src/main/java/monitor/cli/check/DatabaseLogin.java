package monitor.cli.check;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import monitor.cli.launch.Installation;

/**
 * Logs in to a PostgreSQL database as the storage does, with the driver of the installation.
 *
 * @param installation whose driver is used
 * @param url as the configuration has it, {@code jdbc:postgresql:} or {@code postgres:}
 * @param user that goes before one in the address; empty for none
 * @param password that goes before one in the address; empty for none
 */
record DatabaseLogin(Installation installation, String url, String user, String password) {
  private static final String DRIVER = "org.postgresql.Driver";
  private static final Pattern DRIVER_JAR = Pattern.compile("(org\\.)?postgresql[.-].*\\.jar");
  private static final String JDBC = "jdbc:postgresql:";
  private static final String TIMEOUT_SECONDS = "5";

  /** Why nobody can log in; empty if this did. */
  Optional<String> problem() {
    Optional<URL> jar = driver();
    if (jar.isEmpty()) {
      return Optional.of("there is no database driver in " + installation.home());
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.get()})) {
      Driver driver = (Driver) loader.loadClass(DRIVER).getDeclaredConstructor().newInstance();
      return login(driver);
    } catch (ReflectiveOperationException | IOException e) {
      return Optional.of("the database driver %s cannot be used: %s".formatted(jar.get(), e));
    }
  }

  private Optional<URL> driver() {
    return Stream.of(installation.bundles(), installation.plugins())
        .flatMap(folder -> Installation.jars(folder).stream())
        .filter(jar -> DRIVER_JAR.matcher(jar.getFileName().toString()).matches())
        .findFirst()
        .map(DatabaseLogin::located);
  }

  private static URL located(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar.toString(), e);
    }
  }

  private Optional<String> login(Driver driver) {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
    properties.setProperty("loginTimeout", TIMEOUT_SECONDS);
    try {
      String address = address(properties);
      put(properties, "user", user);
      put(properties, "password", password);
      try (Connection connection = driver.connect(address, properties)) {
        return connection == null ? Optional.of(wrong()) : Optional.empty();
      }
    } catch (URISyntaxException e) {
      return Optional.of(wrong());
    } catch (SQLException e) {
      return Optional.of("nobody can log in to the database: " + e.getMessage());
    }
  }

  private static String wrong() {
    return "write jdbc:postgresql://host:port/database or"
        + " postgres://user:password@host:port/database";
  }

  /** The address in the form of the driver; a login in it goes to the properties. */
  private String address(Properties properties) throws URISyntaxException {
    if (url.startsWith(JDBC)) {
      return url;
    }
    URI uri = new URI(url);
    if (uri.getHost() == null || uri.getRawPath().length() < 2) {
      throw new URISyntaxException("", wrong());
    }
    String[] login = String.valueOf(uri.getRawUserInfo()).split(":", 2);
    if (uri.getRawUserInfo() != null) {
      put(properties, "user", decoded(login[0]));
      put(properties, "password", login.length > 1 ? decoded(login[1]) : "");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return JDBC + "//" + uri.getHost() + port + uri.getRawPath() + query;
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void put(Properties properties, String key, String value) {
    if (!value.isEmpty()) {
      properties.setProperty(key, value);
    }
  }

  /** Without the address, which may hold a password. */
  @Override
  public String toString() {
    return "DatabaseLogin";
  }
}
