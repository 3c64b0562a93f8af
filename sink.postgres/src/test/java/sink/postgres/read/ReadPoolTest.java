package sink.postgres.read;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import monitor.api.query.QueryException;
import org.junit.jupiter.api.Test;
import sink.postgres.TestDatabase;

class ReadPoolTest {
  /** A query that was asked of the version before, when that had just given way. */
  @Test
  void saysThatStorageStopsWhereItHasEnded() {
    ReadPool pool =
        new ReadPool(
            new TestDatabase("postgres://nobody@127.0.0.1:1/none").database(),
            1,
            Duration.ofSeconds(1));
    pool.close();
    assertThatThrownBy(() -> pool.query(connection -> 1))
        .isInstanceOf(QueryException.class)
        .hasMessage("storage stops, as while it is upgraded, and answers no more; try again");
  }
}
