package monitor.runtime.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a host whose files are known. */
class HostFactsTest {
  @TempDir Path root;

  @BeforeEach
  void write() throws IOException {
    file("etc/os-release", "NAME=Debian\nPRETTY_NAME=\"Debian GNU/Linux 13\"\n");
    file("proc/self/status", "Name:\tjava\nCapEff:\t0000000000202000\n");
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void namesSystemPrivilegesAndTheLimitsOfItsGroup() throws Exception {
    file("proc/self/cgroup", "0::/system.slice/monitor.service\n");
    file("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
    file("sys/fs/cgroup/system.slice/monitor.service/memory.max", "536870912\n");

    Map<String, String> facts = HostFacts.look(root);

    assertThat(facts)
        .containsEntry("os", "Debian GNU/Linux 13")
        .containsEntry("privileges", "CAP_NET_RAW, CAP_SYS_ADMIN")
        .containsEntry(
            "cgroup", "v2 /system.slice/monitor.service, memory.max 536870912, cpu.max not set");
  }

  @Test
  void knowsTheOldGroupsAndNone() throws Exception {
    assertThat(HostFacts.look(root)).containsEntry("cgroup", "none");
    file("proc/self/cgroup", "2:cpu:/\n1:memory:/\n");
    assertThat(HostFacts.look(root)).containsEntry("cgroup", "v1, 2 hierarchies");
  }

  @Test
  void readsThisHost() {
    assertThat(HostFacts.look()).containsKeys("os", "arch", "kernel", "cgroup", "privileges");
  }
}
