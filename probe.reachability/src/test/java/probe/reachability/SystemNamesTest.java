package probe.reachability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemNamesTest {
  private final Resolver.Lookup names = SystemNames.ofHost();

  @Test
  void findsTheAddressesThatTheJavaRuntimeFinds() throws Exception {
    assertThat(names).isInstanceOf(SystemNames.class);
    for (String name : new String[] {"localhost", InetAddress.getLocalHost().getHostName()}) {
      InetAddress[] found = names.addresses(name);
      assertThat(new HashSet<>(Arrays.asList(found)))
          .as(name)
          .isEqualTo(new HashSet<>(Arrays.asList(InetAddress.getAllByName(name))));
      assertThat(found).doesNotHaveDuplicates();
    }
  }

  @Test
  void saysWhyThereIsNone() {
    for (String wrong : new String[] {"", "127.0.0.1\0.example", "no-such-name.invalid"}) {
      assertThatThrownBy(() -> names.addresses(wrong))
          .as(wrong)
          .isInstanceOf(UnknownHostException.class)
          .message()
          .isNotBlank();
    }
  }

  /** The memory of the Java runtime would give the first address three times. */
  @Test
  void asksTheNameServerInEachRound(@TempDir Path folder) throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "not run: needs root to make network namespaces");
    Files.writeString(folder.resolve("resolv"), "nameserver 127.0.0.1\n");
    Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
    Files.writeString(folder.resolve("nsswitch"), "hosts: files dns\n");
    String script =
        """
        ip link set lo up
        mount --bind "$1/resolv" /etc/resolv.conf
        mount --bind "$1/hosts" /etc/hosts
        mount --bind "$1/nsswitch" /etc/nsswitch.conf
        exec "$2" --enable-native-access=ALL-UNNAMED -Xmx64m -cp "$3" probe.reachability.RebindingName
        """;
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--net",
                "sh",
                "-ec",
                script,
                "sh",
                folder.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("its end").isTrue();
      assertThat(Files.readAllLines(said))
          .containsExactly(
              "127.0.0.1 connection refused",
              "127.0.0.2 connection refused",
              "127.0.0.3 connection refused");
    } finally {
      process.destroyForcibly();
    }
  }
}
