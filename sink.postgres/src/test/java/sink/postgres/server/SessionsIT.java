package sink.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sink.postgres.TestServer;

@ExtendWith(TestServer.Extension.class)
final class SessionsIT {
  /** It would hold its locks for two hours otherwise, and others would wait for them. */
  @Test
  void hasTheServerNoticeWithinAMinuteThatAClientIsGone(TestServer server) throws Exception {
    Duration statement = Duration.ofSeconds(30);
    try (Connection connection = Sessions.open(server.ours("postgres").dataSource(), statement)) {
      int idle = Integer.parseInt(Sessions.setting(connection, "tcp_keepalives_idle"));
      int interval = Integer.parseInt(Sessions.setting(connection, "tcp_keepalives_interval"));
      int count = Integer.parseInt(Sessions.setting(connection, "tcp_keepalives_count"));
      assertThat(idle).isPositive();
      assertThat(interval).isPositive();
      assertThat(idle + interval * count).isBetween(1, 60);
      int unacknowledgedMillis = Integer.parseInt(Sessions.setting(connection, "tcp_user_timeout"));
      assertThat(unacknowledgedMillis).isBetween(1, 60_000);
    }
  }
}
