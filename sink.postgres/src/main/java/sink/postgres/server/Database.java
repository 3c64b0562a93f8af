package sink.postgres.server;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A PostgreSQL database to store in. Thread-safe. */
public interface Database {
  /**
   * Makes sure that the server runs, as far as that is ours: starts, recovers or takes over an
   * embedded one. Quick when it runs. May block for minutes while a server recovers.
   *
   * @param progress told what is being done, for a person
   * @throws IOException if the server cannot be started; the message says why
   */
  void ensureRunning(Consumer<String> progress) throws IOException, InterruptedException;

  /** New connections; not pooled. Valid after {@link #ensureRunning}. */
  DataSource dataSource();

  /** Stops the server if it is ours; waits until it has. Does nothing when it does not run. */
  void stop() throws IOException, InterruptedException;

  /** The command that stops the server; empty if it is not ours or was never started. */
  List<String> stopCommand();

  /** Where it is, without secrets. */
  String description();
}
