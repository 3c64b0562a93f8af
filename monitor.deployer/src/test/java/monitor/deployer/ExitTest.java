package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that try to end the process. If they could, this test would not come to its end. */
class ExitTest {
  private static final String EXITS =
      """
      package acme.exits;
      import org.osgi.service.component.annotations.*;
      @Component(immediate = true)
      public class Exits implements java.util.function.Supplier<String> {
        interface Shape { int sides(); }
        record Square() implements Shape { public int sides() { return 4; } }
        record Other(int sides) implements Shape {}
        public String get() {
          Shape shape = System.nanoTime() == 0 ? new Other(3) : new Square();
          try {
            for (int i = 0; i < shape.sides(); i++) {
              if (i == 3) { %s }
            }
          } catch (RuntimeException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
          }
          return "went on";
        }
      }
      """;

  @TempDir Path folder;
  private TestPlatform platform;

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(folder);
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(7);",
        "Runtime.getRuntime().exit(7);",
        "Runtime.getRuntime().halt(7);",
        "java.util.function.IntConsumer exit = System::exit; exit.accept(7);",
        "java.util.function.IntConsumer exit = Runtime.getRuntime()::halt; exit.accept(7);",
        "java.util.function.ObjIntConsumer<Runtime> exit = Runtime::exit;"
            + " exit.accept(Runtime.getRuntime(), 7);"
      })
  void makesAnExceptionOfIt(String statement) throws Exception {
    install(statement);
    assertThat(platform.said().getFirst())
        .startsWith("SecurityException: ")
        .contains("(7) was refused: a plugin cannot end the platform");
    assertThat(platform.incidents.of(Incident.Kind.EXIT))
        .singleElement()
        .satisfies(incident -> {
          assertThat(incident.plugin()).isEqualTo("acme.exits");
          assertThat(incident.what()).endsWith("(7) to end the process, which was refused");
          assertThat(incident.stack().toString()).contains("acme.exits.Exits.get(Exits.java:");
        });
  }

  @Test
  void leavesEverythingElseAsItIs() throws Exception {
    install("System.gc(); Runtime.getRuntime().availableProcessors();");
    assertThat(platform.said()).containsExactly("went on");
    assertThat(platform.incidents.incidents()).isEmpty();
  }

  private void install(String statement) throws Exception {
    Path jar =
        TestPlugin.named("acme.exits", "1.0.0")
            .source("acme.exits.Exits", EXITS.formatted(statement))
            .to(folder.resolve("exits.jar"));
    assertThat(platform.install(jar).state()).isEqualTo(State.COMMITTED);
  }
}
