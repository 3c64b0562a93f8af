package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import monitor.rest.http.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every request meets before a handler, and what every error looks like. */
class RequestTest {
  private static final int LIMIT = 40;

  @TempDir private Path data;
  private TestServer server;
  private TestServer.Browser admin;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(data, new Limits(LIMIT, 1000, 1000));
    admin = server.setUp();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void answersErrorsAsProblemsWithTheirRequestId() throws Exception {
    TestServer.Answer answer = server.get("/api/v1/nothing");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).contains("application/problem+json");
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:monitor:problem:no-such-route");
    assertThat(answer.json().get("title").asText()).isEqualTo("Not Found");
    assertThat(answer.json().get("object").asText()).isEqualTo("/api/v1/nothing");
    assertThat(answer.json().get("requestId").asText())
        .isEqualTo(answer.header("X-Request-Id").orElseThrow());
  }

  @Test
  void saysWhichMethodsARouteAnswers() throws Exception {
    TestServer.Answer answer =
        server.send(server.request("PUT", "/api/v1/plugins", admin.headers()).build());
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("GET, POST");
  }

  @Test
  void setsTheHeadersThatKeepBrowsersFromGuessing() throws Exception {
    TestServer.Answer answer = server.get("/livez");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.header("X-Frame-Options")).contains("DENY");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'");
  }

  @Test
  void refusesBodiesOfTheWrongTypeSizeOrShape() throws Exception {
    assertThat(
            server
                .send(
                    server
                        .request("POST", "/api/v1/metrics", admin.headers())
                        .header("Content-Type", "text/plain")
                        .build())
                .status())
        .isEqualTo(415);
    TestServer.Answer large =
        server.post("/api/v1/metrics", "\"" + "x".repeat(2 << 20) + "\"", admin.headers());
    assertThat(large.code()).isEqualTo("body-too-large");
    TestServer.Answer unknown =
        server.post("/api/v1/tokens", "{\"name\":\"a\",\"rol\":\"viewer\"}", admin.headers());
    assertThat(unknown.json().at("/errors/0/field").asText()).isEqualTo("rol");
    TestServer.Answer twice =
        server.post("/api/v1/tokens", "{\"name\":\"a\",\"name\":\"b\"}", admin.headers());
    assertThat(twice.code()).isEqualTo("not-json");
    assertThat(twice.body()).doesNotContain("com.fasterxml", "monitor.rest.");
  }

  @Test
  void refusesAnEndlessBody() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.base.getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] chunk =
          ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 20; i++) {
        out.write(chunk);
      }
      out.flush();
      byte[] start = socket.getInputStream().readNBytes(12);
      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void answersUnderItsOwnNamesOnly() throws Exception {
    assertThat(status("localhost:7717")).isEqualTo("200");
    assertThat(status("127.0.0.1")).isEqualTo("200");
    assertThat(status("[::1]:80")).isEqualTo("200");
    assertThat(status("TEST-HOST")).isEqualTo("200");
    assertThat(status("evil.example")).isEqualTo("421");
    assertThat(status("localhost.evil.example:7717")).isEqualTo("421");
    assertThat(status("127.0.0.1.evil.example")).isEqualTo("421");
  }

  private String status(String host) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.base.getPort())) {
      socket.setSoTimeout(10_000);
      String request = "GET /livez HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
    }
  }

  @Test
  void limitsTheRequestsOfAProgramAndNotThoseOfOthers() throws Exception {
    String[] viewer = server.token(admin, "viewer");
    String[] operator = server.token(admin, "operator");
    for (int i = 0; i < LIMIT; i++) {
      assertThat(server.get("/api/v1/version", viewer).status()).isEqualTo(200);
    }
    TestServer.Answer limited = server.get("/api/v1/version", viewer);
    assertThat(limited.status()).isEqualTo(429);
    assertThat(Integer.parseInt(limited.header("Retry-After").orElseThrow())).isBetween(1, 2);
    assertThat(server.get("/api/v1/version", operator).status()).isEqualTo(200);
    assertThat(server.get("/api/v1/version", admin.headers()).status()).isEqualTo(200);
  }

  @Test
  void answersHeadLikeGetWithoutTheBody() throws Exception {
    TestServer.Answer answer =
        server.send(server.request("HEAD", "/api/v1/version", admin.headers()).build());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void refusesAmbiguousCredentials() throws Exception {
    String token = server.token(admin, "admin")[1];
    TestServer.Answer twice =
        server.get("/api/v1/status", "Authorization", token, "Authorization", token);
    assertThat(twice.status()).isEqualTo(401);
    assertThat(
            server
                .get("/api/v1/status", "Authorization", token.replace("Bearer", "Basic"))
                .status())
        .isEqualTo(401);
  }
}
