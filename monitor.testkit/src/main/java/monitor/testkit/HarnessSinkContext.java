package monitor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import monitor.api.capability.Grant;
import monitor.api.delivery.Codec;
import monitor.api.delivery.Work;
import monitor.api.sink.SinkContext;
import monitor.api.status.Status;

/** What an open sink is given. */
record HarnessSinkContext(
    String name,
    Grant grant,
    InstantSource clock,
    Path place,
    BooleanSupplier asked,
    PluginThreads threads,
    Consumer<Status> reports)
    implements SinkContext {
  @Override
  public String agent() {
    return "testkit-host";
  }

  @Override
  public boolean stopping() {
    return asked.getAsBoolean();
  }

  @Override
  public void fork(String taskName, Work task) {
    threads.start(taskName, task, () -> {});
  }

  @Override
  public void report(Status status) {
    reports.accept(status);
  }

  @Override
  public void prefer(Codec codec) {
    // What it is given is made already.
  }

  @Override
  public Path folder() {
    try {
      return Files.createDirectories(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
