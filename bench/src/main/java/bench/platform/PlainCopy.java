package bench.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The database's limit: the rows that were stored, ready in memory, into a table of their own. */
public final class PlainCopy {
  private static final int CHUNK_BYTES = 64 << 10;

  private PlainCopy() {}

  /** Rows a second of a binary COPY of so many rows of a table of ours, in one transaction. */
  public static double rate(Connection connection, String table, int rows)
      throws SQLException, IOException {
    byte[] image;
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "drop table if exists plain; create table plain (like monitor." + table + ")");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "copy (select * from monitor."
                  + table
                  + " limit "
                  + rows
                  + ") to stdout (format binary)",
              out);
      image = out.toByteArray();
      statement.execute("checkpoint");
    }
    long start = System.nanoTime();
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy plain from stdin (format binary)");
    for (int from = 0; from < image.length; from += CHUNK_BYTES) {
      copy.writeToCopy(image, from, Math.min(CHUNK_BYTES, image.length - from));
    }
    long copied = copy.endCopy();
    return copied / ((System.nanoTime() - start) / 1e9);
  }
}
