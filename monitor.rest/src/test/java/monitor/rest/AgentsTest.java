package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import monitor.api.identity.Enrollment;
import monitor.wire.Petition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes of agents, over the authority of the platform. */
class AgentsTest {
  private static final String TOKENS = "/api/v1/agents/tokens";

  @TempDir private Path data;

  @Test
  void makesAJoinTokenAndShowsAndRevokesWhoJoinedWithIt() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      TestServer.Answer made =
          server.post(TOKENS, "{\"name\":\"web-1\",\"expiresIn\":\"2h\"}", admin.headers());
      assertThat(made.status()).isEqualTo(201);
      assertThat(made.json().get("name").asText()).isEqualTo("web-1");
      assertThat(made.json().get("expires").asText()).isEqualTo("2026-07-20T14:00:00Z");
      String token = made.json().get("token").asText();
      assertThat(server.agents.join(token, Petition.of("web-1").request(), "peer"))
          .isInstanceOf(Enrollment.Issued.class);
      assertThat(agents(server, admin).get(0).get("name").asText()).isEqualTo("web-1");
      assertThat(agents(server, admin).get(0).get("revoked").asBoolean()).isFalse();
      TestServer.Answer revoked = server.post("/api/v1/agents/web-1/revoke", "", admin.headers());
      assertThat(revoked.body()).contains("\"joined\":true");
      assertThat(agents(server, admin).get(0).get("revoked").asBoolean()).isTrue();
      assertThat(server.post("/api/v1/agents/web-2/revoke", "", admin.headers()).body())
          .contains("\"joined\":false");
    }
  }

  private static JsonNode agents(TestServer server, TestServer.Browser admin) throws Exception {
    return server.get("/api/v1/agents", "Cookie", admin.cookie()).json().get("agents");
  }

  @Test
  void namesWhatIsWrongWithAToken() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      for (String body :
          new String[] {"{}", "{\"name\":\"a b\"}", "{\"name\":\"a\",\"expiresIn\":\"31d\"}"}) {
        TestServer.Answer answer = server.post(TOKENS, body, admin.headers());
        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.json().get("object").asText())
            .isEqualTo(body.contains("31d") ? "expiresIn" : "name");
      }
    }
  }

  @Test
  void aJoinTokenOpensNothingElse() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      String token =
          server.post(TOKENS, "{\"name\":\"web-1\"}", admin.headers()).json().get("token").asText();
      assertThat(
              server
                  .post("/api/v1/metrics", "{\"a\":1}", "Authorization", "Bearer " + token)
                  .status())
          .isEqualTo(401);
    }
  }
}
