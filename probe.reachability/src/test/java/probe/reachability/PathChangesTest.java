package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import monitor.api.event.Attributes;
import monitor.api.event.Probed;
import monitor.api.probe.ProbeResult;
import monitor.api.probe.ProbeResult.TcpConnect;
import monitor.api.probe.ProbeResult.Traceroute;
import monitor.api.probe.ProbeResult.Traceroute.Hop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PathChangesTest {
  private final PathChanges changes = new PathChanges();

  /** Each hop as its addresses, with commas between them; * for silence. */
  private @Nullable Attributes next(String... hops) {
    List<Hop> list = new ArrayList<>();
    for (int i = 0; i < hops.length; i++) {
      for (String address : hops[i].split(",")) {
        list.add(new Hop(i + 1, address.equals("*") ? null : address, List.of(1.0), 0));
      }
    }
    return next(new Traceroute(list, true, 1, List.of()));
  }

  private @Nullable Attributes next(ProbeResult result) {
    return changes.next(new Probed("traceroute", "t", result));
  }

  @Test
  void findsNoChangeInSilenceLossAndTheFirstPath() {
    assertThat(next("a", "b,c", "t")).isNull();
    assertThat(next("a", "*", "t")).isNull();
    assertThat(next("a", "c", "t")).isNull();
    assertThat(next("a", "c,b", "*", "*")).isNull();
    assertThat(next()).isNull();
    assertThat(next(new TcpConnect(true, 1.0, null, null))).isNull();
    assertThat(next("a", "b", "t")).isNull();
  }

  @Test
  void findsAnotherRouterAndALongerOrShorterWay() {
    next("a", "b", "t");
    assertThat(next("a", "x", "t")).isNotNull();
    Attributes longer = next("a", "x", "y", "t");
    assertThat(longer).isNotNull();
    assertThat(longer.get("path.before")).isEqualTo(List.of("a", "x", "t"));
    assertThat(longer.get("path.after")).isEqualTo(List.of("a", "x", "y", "t"));
    assertThat(next("a", "t")).isNotNull();
  }

  @Test
  void learnsWhoAnswersWhereNobodyDid() {
    next("a", "*", "t");
    assertThat(next("a", "b", "t")).isNull();
    assertThat(next("a", "x", "t").get("path.before")).isEqualTo(List.of("a", "b", "t"));
  }
}
