package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final String LOGIN = "{\"username\":\"%s\",\"password\":\"%s\"}";

  @TempDir private Path data;

  @Test
  void makesTheFirstAdministratorOnceOnly() throws Exception {
    try (TestServer server = new TestServer(data)) {
      Path file = data.resolve("secrets/setup");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      String body =
          "{\"secret\":\"%s\",\"username\":\"second\",\"password\":\"%s\"}"
              .formatted(Files.readString(file).strip(), TestServer.PASSWORD);
      assertThat(server.get("/api/v1/setup").json().get("needed").asBoolean()).isTrue();
      assertThat(
              server.post("/api/v1/setup", body.replace("\"secret\":\"", "\"secret\":\"x")).code())
          .isEqualTo("wrong-secret");
      server.setUp();
      assertThat(file).doesNotExist();
      assertThat(server.get("/api/v1/setup").json().get("needed").asBoolean()).isFalse();
      TestServer.Answer again = server.post("/api/v1/setup", body);
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.code()).isEqualTo("already-set-up");
    }
  }

  @Test
  void keepsTheSetupSecretOverARestartAndMakesNoneAfterTheSetup() throws Exception {
    String secret;
    try (TestServer server = new TestServer(data)) {
      secret = Files.readString(server.data.resolve("secrets/setup"));
    }
    try (TestServer server = new TestServer(data)) {
      assertThat(data.resolve("secrets/setup")).hasContent(secret.strip());
      server.setUp();
    }
    try (TestServer server = new TestServer(data)) {
      assertThat(server.data.resolve("secrets/setup")).doesNotExist();
    }
  }

  @Test
  void namesEverythingThatIsWrongWithANewUser() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      TestServer.Answer answer =
          server.post(
              "/api/v1/users",
              "{\"username\":\"a b\",\"password\":\"short\",\"role\":\"viewer\"}",
              admin.headers());
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().get("errors").findValuesAsText("field"))
          .containsExactly("username", "password");
    }
  }

  @Test
  void signsInAndOutAndRemembersSessionsOverARestart() throws Exception {
    TestServer.Browser browser;
    try (TestServer server = new TestServer(data)) {
      server.setUp();
      TestServer.Answer login =
          server.post("/api/v1/login", LOGIN.formatted("ROOT", TestServer.PASSWORD));
      assertThat(login.header("Set-Cookie").orElseThrow())
          .contains("HttpOnly", "SameSite=Strict", "Path=/");
      browser = TestServer.browser(login);
    }
    try (TestServer server = new TestServer(data)) {
      TestServer.Answer session = server.get("/api/v1/session", browser.headers());
      assertThat(session.json().at("/user/name").asText()).isEqualTo("root");
      assertThat(session.json().get("csrf").asText()).isEqualTo(browser.csrf());
      assertThat(server.post("/api/v1/logout", "", browser.headers()).status()).isEqualTo(204);
      assertThat(server.get("/api/v1/session", browser.headers()).status()).isEqualTo(401);
    }
  }

  @Test
  void endsASessionWithItsTime() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      server.now.set(Fixtures.NOON.plus(Duration.ofDays(7)));
      assertThat(server.get("/api/v1/session", admin.headers()).status()).isEqualTo(401);
    }
  }

  @Test
  void slowsDownGuessing() throws Exception {
    try (TestServer server = new TestServer(data)) {
      server.setUp();
      for (int i = 0; i < 5; i++) {
        assertThat(server.post("/api/v1/login", LOGIN.formatted("root", "wrong password")).code())
            .isEqualTo("wrong-credentials");
      }
      TestServer.Answer slowed =
          server.post("/api/v1/login", LOGIN.formatted("root", TestServer.PASSWORD));
      assertThat(slowed.status()).isEqualTo(429);
      assertThat(slowed.header("Retry-After")).isPresent();
      server.now.set(Fixtures.NOON.plusSeconds(2));
      assertThat(
              server.post("/api/v1/login", LOGIN.formatted("root", TestServer.PASSWORD)).status())
          .isEqualTo(200);
    }
  }

  @Test
  void doesNotTellAnUnknownUserFromAWrongPassword() throws Exception {
    try (TestServer server = new TestServer(data)) {
      server.setUp();
      TestServer.Answer unknown =
          server.post("/api/v1/login", LOGIN.formatted("nobody", "wrong password"));
      TestServer.Answer known =
          server.post("/api/v1/login", LOGIN.formatted("root", "wrong password"));
      assertThat(unknown.status()).isEqualTo(known.status()).isEqualTo(401);
      assertThat(unknown.json().get("detail")).isEqualTo(known.json().get("detail"));
    }
  }

  @Test
  void asksBrowsersForTheCsrfTokenAndProgramsForNone() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      String path = "/api/v1/sources/collector.metrics/pause";
      assertThat(server.post(path, "", "Cookie", admin.cookie()).code()).isEqualTo("csrf");
      assertThat(server.post(path, "", "Cookie", admin.cookie(), "X-CSRF-Token", "x").code())
          .isEqualTo("csrf");
      assertThat(server.post(path, "", admin.headers()).status()).isEqualTo(202);
      assertThat(server.post(path, "", server.token(admin, "operator")).status()).isEqualTo(202);
      assertThat(server.pipeline.calls).hasSize(2);
    }
  }

  @Test
  void refusesRequestsOfPagesOfOtherSites() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Answer answer =
          server.post("/api/v1/login", LOGIN.formatted("a", "b"), "Origin", "https://evil.example");
      assertThat(answer.code()).isEqualTo("cross-site");
      TestServer.Answer own =
          server.post("/api/v1/login", LOGIN.formatted("a", "b"), "Origin", server.base.toString());
      assertThat(own.code()).isEqualTo("wrong-credentials");
    }
  }

  @Test
  void givesATokenOnceAndRefusesItWhenItIsRevokedOrExpired() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      String[] viewer = server.token(admin, "viewer");
      assertThat(server.get("/api/v1/status", viewer).status()).isEqualTo(200);
      TestServer.Answer list = server.get("/api/v1/tokens", admin.headers());
      assertThat(list.body()).doesNotContain(viewer[1].substring("Bearer ".length()));
      String id = list.json().at("/tokens/0/id").asText();
      assertThat(list.json().at("/tokens/0/lastUsed").asText()).isEqualTo(Fixtures.NOON.toString());
      server.send(server.request("DELETE", "/api/v1/tokens/" + id, admin.headers()).build());
      assertThat(server.get("/api/v1/status", viewer).code()).isEqualTo("invalid-token");
      String[] agent = server.token(admin, "agent");
      server.now.set(Fixtures.NOON.plus(Duration.ofDays(90)));
      assertThat(server.post("/api/v1/metrics", "{\"a\":1}", agent).status()).isEqualTo(401);
    }
  }

  @Test
  void keepsNoSecretInAFile() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      String token = server.token(admin, "viewer")[1].substring("Bearer ".length());
      String cookie = admin.cookie().substring(admin.cookie().indexOf('=') + 1);
      try (Stream<Path> files = Files.list(data.resolve("access"))) {
        for (Path file : files.toList()) {
          assertThat(Files.readString(file))
              .doesNotContain(token, cookie, admin.csrf(), TestServer.PASSWORD);
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .isEqualTo("rw-------");
        }
      }
    }
  }

  @Test
  void keepsTheLastAdministratorAndEndsTheSessionsOfThoseRemoved() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      String add = "{\"username\":\"ann\",\"password\":\"%s\",\"role\":\"admin\"}";
      server.post("/api/v1/users", add.formatted(TestServer.PASSWORD), admin.headers());
      TestServer.Browser ann =
          TestServer.browser(
              server.post("/api/v1/login", LOGIN.formatted("ann", TestServer.PASSWORD)));
      assertThat(remove(server, "root", ann).status()).isEqualTo(204);
      assertThat(server.get("/api/v1/session", admin.headers()).status()).isEqualTo(401);
      assertThat(remove(server, "ann", ann).code()).isEqualTo("last-administrator");
    }
  }

  private static TestServer.Answer remove(TestServer server, String name, TestServer.Browser by)
      throws Exception {
    return server.send(server.request("DELETE", "/api/v1/users/" + name, by.headers()).build());
  }

  @Test
  void doesNotStartAnewOverADamagedFile() throws Exception {
    try (TestServer server = new TestServer(data)) {
      server.setUp();
    }
    Files.writeString(data.resolve("access/users.json"), "{\"format\":1,\"users\":[");
    assertThatThrownBy(() -> new TestServer(data))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("users.json");
  }
}
