package monitor.itest.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** What the oracle looks at: one platform, or several machines and their database. */
public interface Subject {
  /** {@code GET pipeline} of whoever reads the files of the load. */
  JsonNode pipeline() throws IOException, InterruptedException;

  /** A session of the superuser of the database. */
  Connection connect() throws IOException, SQLException;

  /** Lines of the load that are stored or in gaps. */
  default long stored() throws IOException, SQLException {
    return StoredSums.of(this).total();
  }
}
