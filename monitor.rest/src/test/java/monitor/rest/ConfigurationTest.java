package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import monitor.rest.endpoint.Address;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
  private static final Pattern KEY =
      Pattern.compile("<AD id=\"([^\"]*)\"|default=\"([^\"]*)\"|m(?:in|ax)=\"([^\"]*)\"");

  @Test
  void hasTheseKeysDefaultsAndLimits() throws Exception {
    String xml;
    try (InputStream in =
        RestServer.class.getResourceAsStream(
            "/OSGI-INF/metatype/monitor.rest.RestServer$Configuration.xml")) {
      xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<String> found = KEY.matcher(xml).results().map(match -> match.group()).toList();
    assertThat(found)
        .containsExactly(
            "<AD id=\"host\"",
            "default=\"127.0.0.1\"",
            "<AD id=\"port\"",
            "min=\"0\"",
            "max=\"65535\"",
            "default=\"7717\"",
            "<AD id=\"tls.certificate\"",
            "default=\"\"",
            "<AD id=\"tls.key\"",
            "default=\"\"",
            "<AD id=\"rate-limit\"",
            "min=\"1\"",
            "max=\"1000000\"",
            "default=\"1000\"",
            "<AD id=\"rate-limit.console\"",
            "min=\"60\"",
            "max=\"1000000\"",
            "default=\"6000\"",
            "<AD id=\"workers\"",
            "min=\"8\"",
            "max=\"1000\"",
            "default=\"32\"",
            "<AD id=\"hosts\"",
            "default=\"\"",
            "<AD id=\".jwt-secret\"",
            "min=\"32\"",
            "max=\"1024\"",
            "default=\"\"",
            "<AD id=\"jwt.keys\"",
            "default=\"\"",
            "<AD id=\"jwt.issuer\"",
            "min=\"1\"",
            "max=\"200\"",
            "default=\"monitor\"",
            "<AD id=\"jwt.audience\"",
            "min=\"1\"",
            "max=\"200\"",
            "default=\"monitor\"",
            "<AD id=\"jwt.clock-skew\"",
            "min=\"0s\"",
            "max=\"5m\"",
            "default=\"30s\"",
            "<AD id=\"jwt.max-lifetime\"",
            "min=\"1s\"",
            "max=\"366d\"",
            "default=\"24h\"",
            "<AD id=\"jwt.roles\"",
            "default=\"viewer,operator,agent\"");
  }

  @Test
  void servesPlainHttpOnLoopbackOnly() {
    assertThat(new Address("::1", 0, false).port()).isZero();
    assertThatThrownBy(() -> new Address("0.0.0.0", 7717, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host: '0.0.0.0' is not a loopback address");
    assertThatThrownBy(() -> new Address("127.0.0.1", 65_536, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("port: 65536");
  }
}
