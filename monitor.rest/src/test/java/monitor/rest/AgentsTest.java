package monitor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import monitor.api.identity.AgentConnection;
import monitor.api.identity.Enrollment;
import monitor.api.query.StoredHost;
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
  void tellsOfEveryAgentWhichHostsItWasSeenWithAndWhen() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      Instant before = Fixtures.NOON.minusSeconds(90);
      server.storage.hosts.add(new StoredHost("web-1", "web-1", before, "edge-1"));
      server.storage.hosts.add(
          new StoredHost("web-1", "guest", before.plusMillis(1_500), "edge-2"));
      server.storage.hosts.add(new StoredHost("test-host", "test-host", Fixtures.NOON, ""));
      server.connected.add(
          new AgentConnection("db-1", "monitor 0.1.0, Java 25", "10.0.0.5", before));
      server.connected.add(
          new AgentConnection("db-1", "monitor 0.1.1, Java 25", "10.0.0.6", Fixtures.NOON));
      JsonNode agents =
          server.get("/api/v1/agents", server.token(admin, "viewer")).json().get("agents");
      assertThat(agents)
          .isEqualTo(
              TestServer.JSON.readTree(
                  """
                  [
                    {"name": "db-1", "connected": true, "lastSeen": "2026-07-20T12:00:00Z",
                     "hosts": [],
                     "connections": [
                       {"address": "10.0.0.6", "software": "monitor 0.1.1, Java 25",
                        "since": "2026-07-20T12:00:00Z"},
                       {"address": "10.0.0.5", "software": "monitor 0.1.0, Java 25",
                        "since": "2026-07-20T11:58:30Z"}]},
                    {"name": "test-host", "connected": false, "lastSeen": "2026-07-20T12:00:00Z",
                     "hosts": [{"host": "test-host", "received": "2026-07-20T12:00:00Z"}],
                     "connections": []},
                    {"name": "web-1", "connected": false, "lastSeen": "2026-07-20T11:58:31.500Z",
                     "hosts": [
                       {"host": "web-1", "received": "2026-07-20T11:58:30Z", "collector": "edge-1"},
                       {"host": "guest", "received": "2026-07-20T11:58:31.500Z",
                        "collector": "edge-2"}],
                     "connections": []}]
                  """));
    }
  }

  @Test
  void showsWhoIsConnectedAlsoWhileStorageIsAway() throws Exception {
    try (TestServer server = new TestServer(data)) {
      TestServer.Browser admin = server.setUp();
      server.connected.add(new AgentConnection("db-1", "", "10.0.0.5", Fixtures.NOON));
      server.storage.problem = "the database does not answer";
      assertShown(server, admin, "the database does not answer");
      server.offeredStorage.set(Optional.empty());
      assertShown(server, admin, "No storage plugin is active.");
    }
  }

  private static void assertShown(TestServer server, TestServer.Browser admin, String missing)
      throws Exception {
    TestServer.Answer answer = server.get("/api/v1/agents", "Cookie", admin.cookie());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("missing").asText()).isEqualTo(missing);
    assertThat(answer.json().get("agents").get(0).get("connected").asBoolean()).isTrue();
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
