package zoo.plugin;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.locks.LockSupport;
import monitor.api.capability.Capability;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties;
import monitor.api.source.SourceProperties.Overflow;
import monitor.api.status.HealthCheck;
import monitor.api.status.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Emits an event every 100 ms; the misbehaviour comes on top of that. */
@Component
@SourceProperties(
    offers = Capability.CUSTOM,
    kinds = "zoo.tick",
    overflow = Overflow.DROP_NEWEST)
public final class ZooSource implements EventSource, HealthCheck {
  private static final List<Object> HELD = new ArrayList<>();

  /** Deadly animals wait for this file, so that they die when the test looks. */
  private static final Path GO = Path.of(System.getProperty("zoo.go", "/nowhere"));

  private final String animal = Animal.name();

  @Activate
  public ZooSource() {}

  @Deactivate
  void stop() {
    while (animal.equals("hangs-in-stop")) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public Status check() {
    if (animal.equals("blocks")) {
      block();
    }
    if (animal.equals("throws")) {
      throw new StackOverflowError("a check");
    }
    return Status.OK;
  }

  @Override
  public void run(SourceContext context) throws Exception {
    begin(context);
    for (long i = 0; context.awaitNext(Duration.ofMillis(100)); i++) {
      context.emit(event(i));
      go();
    }
  }

  /** What fails at once is taken back, and nobody sees what it would have done. */
  private static void passTheTrial(SourceContext context) {
    context.awaitNext(Duration.ofSeconds(3));
    context.awaitNext(Duration.ofSeconds(3));
  }

  static Event event(long number) {
    return Event.custom("zoo.tick", Attributes.of("n", number));
  }

  private void begin(SourceContext context) throws Exception {
    switch (animal) {
      case "throws" -> {
        passTheTrial(context);
        throw new LinkageError("no run works after its trial");
      }
      case "blocks" -> block();
      case "spins" -> spin();
      case "threads" -> threads(10_000);
      case "leaks-threads" -> threads(7);
      case "exits" -> {
        passTheTrial(context);
        exit();
      }
      case "floods" -> flood(context);
      case "nulls" -> nulls(context);
      case "changes-the-jvm" -> changeTheJvm();
      default -> {}
    }
  }

  private void go() throws Exception {
    if (!Files.exists(GO)) {
      return;
    }
    switch (animal) {
      case "halts" ->
          Runtime.class.getMethod("halt", int.class).invoke(Runtime.getRuntime(), 7);
      case "crashes" -> crash();
      case "hogs-memory" -> {
        while (true) {
          HELD.add(new byte[1 << 20]);
        }
      }
      default -> {}
    }
  }

  private static void crash() throws Exception {
    var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object unsafe = field.get(null);
    unsafe.getClass().getMethod("putAddress", long.class, long.class).invoke(unsafe, 0L, 0L);
  }

  /** Neither asked to stop nor interrupted, it comes back. */
  static void block() {
    while (true) {
      LockSupport.parkNanos(1_000_000_000);
      Thread.interrupted();
    }
  }

  private static void spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  private static void threads(int count) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(ZooSource::block, "zoo-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void exit() {
    try {
      System.exit(3);
    } catch (SecurityException e) {
      Runtime.getRuntime().exit(4);
    }
  }

  private static void flood(SourceContext context) {
    for (long i = 0; !context.stopping(); i++) {
      context.emit(event(i));
    }
  }

  private static void nulls(SourceContext context) {
    List<Object> tags = new ArrayList<>(List.of("a"));
    List<Event> unit = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      attempt(() -> context.emit(null));
      attempt(() -> context.emit(new Event(0, null, null)));
      attempt(() -> context.stream(null));
      Event event = Event.custom("zoo.tick", Attributes.of("tags", tags));
      unit.add(event);
      context.stream(event.payload().kind()).emit(unit);
      unit.clear();
      unit.add(null);
      attempt(() -> context.stream(event.payload().kind()).emit(unit));
      unit.clear();
      tags.add("b" + i);
      tags.add(null);
      tags.removeLast();
    }
  }

  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      // It is refused; the next one.
    }
  }

  private static void changeTheJvm() {
    Locale.setDefault(Locale.of("tr", "TR"));
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
    System.setProperty("user.timezone", "Pacific/Kiritimati");
    System.setProperty("user.dir", "/nowhere");
    System.setProperty("java.io.tmpdir", "/nowhere");
    System.setProperty("line.separator", "|");
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> block());
  }
}
