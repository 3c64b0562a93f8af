package monitor.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import monitor.cli.launch.Installation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectivityTest {
  @TempDir private Path folder;

  private List<String> problems(Path data, Map<String, Map<String, Object>> tables) {
    return new Connectivity(new Installation(folder), data, tables).problems();
  }

  @Test
  void leavesNothingBehindInAFolderThatCanBeWritten() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    assertThat(problems(data, Map.of())).isEmpty();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void takesTheFolderAboveForOneThatIsNotThereYetAndDoesNotMakeIt() {
    Path data = folder.resolve("not/there");
    assertThat(problems(data, Map.of())).isEmpty();
    assertThat(folder.resolve("not")).doesNotExist();
  }

  @Test
  void tellsThatAFolderCannotBeMade() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(problems(file.resolve("data"), Map.of()))
        .singleElement()
        .asString()
        .startsWith("The data folder %s cannot be written".formatted(file.resolve("data")));
  }

  @Test
  void connectsToEveryAddressOfASinkAndOfNothingElse() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String there = "http://127.0.0.1:" + server.getLocalPort() + "/write";
      Map<String, Map<String, Object>> tables =
          Map.of(
              "sink.other~a",
              Map.of("endpoint", there, "format", "json"),
              "probe.reachability~b",
              Map.of("url", "http://127.0.0.1:1/"));
      assertThat(problems(folder, tables)).isEmpty();
      server.close();
      assertThat(problems(folder, tables))
          .containsExactly(
              "sink.other~a.endpoint: 127.0.0.1 port %d cannot be reached: nothing listens there"
                  .formatted(server.getLocalPort()));
    }
  }

  @Test
  void tellsOfAPortThatIsNone() {
    assertThat(
            problems(folder, Map.of("sink.other", Map.of("url", "http://127.0.0.1:65536/write"))))
        .containsExactly("sink.other.url: 65536 is no port: they end at 65535");
  }
}
