package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.event.Kind;
import monitor.api.operation.ComponentState;
import monitor.api.operation.ComponentView;
import monitor.api.source.EventSource;
import monitor.api.source.SourceContext;
import monitor.api.source.SourceProperties.Overflow;
import monitor.api.source.SourceProperties.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two plugins whose authors chose the same name for a source or sink. */
class NameTakenTest {
  private static final EventSource IDLE = SourceContext::awaitStop;

  @TempDir Path data;

  private static SourceSpec source(String name, String bundle) {
    return new SourceSpec(
        name,
        bundle,
        Capabilities.of(Capability.CUSTOM),
        Capabilities.NONE,
        Capabilities.NONE,
        List.of(new Kind("test.tick")),
        Overflow.BLOCK,
        Route.JOURNAL);
  }

  private static SinkSpec sink(String name, String bundle) {
    SinkSpec any = SinkSpec.essential(name);
    return new SinkSpec(
        name,
        bundle,
        any.accepts(),
        any.requires(),
        any.kinds(),
        any.essential(),
        any.idempotent(),
        any.windowBytes());
  }

  private static String bundleOf(List<ComponentView> views) {
    assertThat(views).hasSize(1);
    return views.getFirst().bundle();
  }

  @Test
  void saysWhoseTheNameIsAndRunsTheSecondWhenTheFirstGoes() throws Exception {
    try (Monitor monitor = Monitor.builder(data).build()) {
      Registration first = monitor.register(source("ticks", "acme.one"), IDLE);
      Registration second = monitor.register(source("ticks", "acme.two"), IDLE);

      assertThat(bundleOf(monitor.view().sources())).isEqualTo("acme.one");
      ComponentView waiting = monitor.waiting().getFirst();
      assertThat(waiting.bundle()).isEqualTo("acme.two");
      assertThat(waiting.state()).isEqualTo(ComponentState.INACTIVE);
      assertThat(waiting.reason())
          .isEqualTo(
              "the name ticks is that of a source of acme.one, and what has one name shares"
                  + " positions and numbers; name one of the two otherwise (the name of its"
                  + " component, or the service property monitor.name), or remove acme.one");

      first.close();
      assertThat(bundleOf(monitor.view().sources())).isEqualTo("acme.two");
      Await.until(() -> monitor.view().sources().getFirst().state() == ComponentState.ACTIVE);
      assertThat(monitor.waiting()).isEmpty();
      second.close();
    }
  }

  @Test
  void forgetsOneThatGoesWhileItWaits() throws Exception {
    try (Monitor monitor = Monitor.builder(data).build()) {
      monitor.register(source("ticks", "acme.one"), IDLE);
      Registration second = monitor.register(sink("ticks", "acme.two"), new RecordingSink());
      assertThat(monitor.waiting())
          .singleElement()
          .satisfies(view -> assertThat(view.type()).isEqualTo("sink"));
      second.close();
      assertThat(monitor.waiting()).isEmpty();
      assertThat(bundleOf(monitor.view().sources())).isEqualTo("acme.one");
    }
  }

  @Test
  void doesNotBlameThePluginForItsOwnInstanceBefore() throws Exception {
    try (Monitor monitor = Monitor.builder(data).build()) {
      Registration before = monitor.register(source("ticks", "acme.one"), IDLE);
      monitor.register(source("ticks", "acme.one"), IDLE);
      assertThat(monitor.waiting().getFirst().reason())
          .isEqualTo("it waits until the instance of that name before it is gone");
      before.close();
      assertThat(monitor.waiting()).isEmpty();
    }
  }
}
