package sink.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import monitor.api.delivery.Batch;
import monitor.api.delivery.Outcome;
import monitor.api.event.Event;
import monitor.api.sink.Sink;
import monitor.api.sink.SinkContext;
import monitor.api.sink.SinkProperties;
import monitor.api.status.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Prints events on standard output, one line each, a batch in one write. Best effort: it holds no
 * journal. It exists where the configuration has a table {@code [sink.console]}.
 */
@Component(name = "sink.console", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConsoleConfiguration.class)
@SinkProperties
public final class ConsoleSink implements Sink {
  private final ConsoleSettings settings;
  private final PrintStream out;
  private final LineFormat format;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(1 << 16);

  /** Prints on the standard output of the process. */
  @Activate
  public ConsoleSink(ConsoleConfiguration configuration) {
    this(ConsoleSettings.of(configuration), System.out);
  }

  ConsoleSink(ConsoleSettings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
    this.format =
        switch (settings.format()) {
          case JSON -> new JsonLines();
          case TEXT -> new TextLines();
        };
  }

  @Override
  public void open(SinkContext context) {
    if (out.checkError()) {
      context.report(Status.failed("standard output is closed"));
    }
  }

  @Override
  public Outcome deliver(Batch batch) throws IOException {
    if (!settings.prints(batch.header().kind())) {
      return Outcome.ACCEPTED;
    }
    lines.reset();
    if (batch.header().gap() != null) {
      format.gap(batch.header(), lines);
    } else {
      batch.forEach((sequence, event) -> print(batch, sequence, event));
    }
    out.write(lines.toByteArray());
    return out.checkError() ? Outcome.retry("standard output is closed") : Outcome.ACCEPTED;
  }

  private void print(Batch batch, long sequence, Event event) {
    try {
      format.event(batch.header(), sequence, event, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
