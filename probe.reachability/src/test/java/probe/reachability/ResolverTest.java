package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import probe.reachability.Resolver.Family;

class ResolverTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Resolver resolver = new Resolver();

  @AfterEach
  void close() {
    resolver.close();
  }

  @Test
  void takesAddressesAsTheyAre() throws Exception {
    assertThat(resolver.resolve("10.1.2.3", Family.ANY, SECOND).getHostAddress())
        .isEqualTo("10.1.2.3");
    assertThat(resolver.resolve("::1", Family.V6, SECOND).getHostAddress())
        .isEqualTo("0:0:0:0:0:0:0:1");
  }

  @Test
  void tellsWhatIsWrong() {
    assertThatThrownBy(() -> resolver.resolve("10.1.2.3", Family.V6, SECOND))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("10.1.2.3 has no address of IP version 6");
    assertThatThrownBy(() -> resolver.resolve("10.1.2.333", Family.ANY, SECOND))
        .hasMessage("'10.1.2.333' is not an address");
  }
}
