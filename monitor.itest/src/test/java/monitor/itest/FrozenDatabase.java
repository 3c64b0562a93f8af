package monitor.itest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An embedded PostgreSQL whose processes stand still: connections stay open, nobody answers. */
public final class FrozenDatabase implements AutoCloseable {
  private final List<String> processes;

  private FrozenDatabase(List<String> processes) {
    this.processes = processes;
  }

  /** Stops the processes of the server that runs on this data. */
  public static FrozenDatabase freeze(Path data) throws IOException, InterruptedException {
    ProcessHandle server = Database.postmaster(data).orElseThrow();
    FrozenDatabase frozen =
        new FrozenDatabase(
            Stream.concat(Stream.of(server), server.descendants())
                .map(process -> Long.toString(process.pid()))
                .toList());
    frozen.signal("-STOP");
    return frozen;
  }

  private void signal(String signal) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    command.addAll(processes);
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    signal("-CONT");
  }
}
