package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * From the archives to a host in the console, by the lines of docs/DEPLOYMENT.md: a collector and
 * an agent, each in a root of its own with a shell and the C library (for PostgreSQL of the
 * collector also the C++ library), on a network of their own.
 */
class DeploymentIT {
  /** Two minutes are promised; the machine does other things too. */
  private static final Duration ALL = Duration.ofMinutes(4);

  private static final int MONITOR = 1000;
  private static final String PASSWORD = "correct-horse-battery-7";
  private static final String API = "http://127.0.0.1:7717/api/v1/";
  private static final Pattern LINK = Pattern.compile("/#/setup\\?secret=(\\S+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Process> running = new ArrayList<>();
  private final long begin = System.nanoTime();
  private List<String> network = List.of();
  private Path folder;

  @Test
  void showsAHostInTheConsoleOfTheCollectorByTheDocument() throws Exception {
    assumeThat(System.getProperty("user.name"))
        .as("not run: needs root to change the root")
        .isEqualTo("root");
    folder = Surroundings.emptyFolder("deployment");
    Guide guide = Guide.read("DEPLOYMENT.md");
    try {
      network = network();
      BareRoot collector = collector(guide.code("A collector"));
      BareRoot agent = agent();
      Files.copy(collector.home().resolve("web-1.token"), agent.home().resolve("web-1.token"));
      List<String> lines = guide.code("An agent").getFirst().lines().toList();
      assertThat(lines.get(0)).startsWith("tar -xzf monitor-agent-");
      run(agent.line(lines.get(1)), "");
      start(agent.line(lines.get(2) + " --no-supervisor"), "agent");
      awaitHost();
      System.out.printf(
          "From the archives to a host in the console: %.1f s%n",
          (System.nanoTime() - begin) / 1e9);
    } finally {
      for (Process each : running.reversed()) {
        each.descendants().forEach(ProcessHandle::destroy);
        each.destroy();
        each.waitFor();
      }
    }
  }

  /** A network of the test, which ends with the process that has it. */
  private List<String> network() throws IOException {
    Process holder =
        new ProcessBuilder(
                "unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec sleep 600")
            .start();
    running.add(holder);
    assertThat(holder.inputReader().readLine()).isEqualTo("up");
    return List.of("nsenter", "--net=/proc/%d/ns/net".formatted(holder.pid()));
  }

  private BareRoot collector(List<String> code) throws Exception {
    BareRoot root = root("collector", MONITOR).withCpp();
    Files.setAttribute(root.home(), "unix:uid", MONITOR);
    List<String> lines = code.get(0).lines().toList();
    assertThat(lines.get(0)).startsWith("tar -xzf monitor-collector-");
    Path output = start(root.line(lines.get(1) + " --no-supervisor"), "collector");
    String link = await(output, LINK).group(1);
    ask(
        "setup",
        "{\"secret\":\"%s\",\"username\":\"admin\",\"password\":\"%s\"}".formatted(link, PASSWORD));
    configure(root.home().resolve("conf/monitor.toml"), code.get(1));
    await(output, Pattern.compile("Agents connect to wss://0.0.0.0:7718"));
    run(root.line(code.get(2).replace(" >", " --password-stdin >")), PASSWORD + "\n");
    return root;
  }

  private BareRoot agent() throws Exception {
    BareRoot root = root("agent", 0);
    Files.createDirectories(root.folder().resolve("etc"));
    Files.writeString(root.folder().resolve("etc/nsswitch.conf"), "hosts: files\n");
    Files.writeString(
        root.folder().resolve("etc/hosts"), "127.0.0.1 localhost collector.example.org\n");
    return root;
  }

  private BareRoot root(String distribution, int user) throws Exception {
    BareRoot root = BareRoot.make(folder.resolve(distribution), distribution);
    Path data = Files.createDirectories(root.folder().resolve("var/lib/monitor"));
    Files.setAttribute(data, "unix:uid", user);
    Files.createDirectories(root.folder().resolve("etc"));
    Files.writeString(
        root.folder().resolve("etc/passwd"),
        "root:x:0:0::/:/bin/sh\nmonitor:x:%d:%1$d::/:/bin/sh\n".formatted(MONITOR));
    Files.setPosixFilePermissions(
        root.folder().resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    return root.entered(network, user);
  }

  /** Puts the table of the document in the place of the one that comes along. */
  private static void configure(Path file, String table) throws IOException {
    String name = table.lines().findFirst().orElseThrow();
    String before = Files.readString(file);
    String after =
        before.replaceFirst(
            "(?m)^" + Pattern.quote(name) + "\\n(?:[^\\[\\n].*\\n)*",
            Matcher.quoteReplacement(table + "\n"));
    assertThat(after).isNotEqualTo(before).contains(table);
    Files.writeString(file, after);
  }

  private Path start(ProcessBuilder builder, String name) throws IOException {
    Path output = folder.resolve(name + ".txt");
    running.add(builder.redirectOutput(output.toFile()).start());
    return output;
  }

  private static Matcher await(Path output, Pattern wanted) throws Exception {
    Matcher found =
        Await.until(
            wanted + " in " + output,
            ALL,
            () -> wanted.matcher(Files.readString(output)),
            Matcher::find);
    return found;
  }

  private static String run(ProcessBuilder builder, String input) throws Exception {
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", builder.command(), output).isZero();
    return output;
  }

  private void awaitHost() throws Exception {
    Path cookies = folder.resolve("cookies");
    ask(
        "login",
        "{\"username\":\"admin\",\"password\":\"%s\"}".formatted(PASSWORD),
        "--cookie-jar",
        cookies.toString());
    String[] signedIn = {"--cookie", cookies.toString()};
    JsonNode series =
        Await.until(
            "series of the agent's host",
            ALL,
            () -> ask("series?name=system.cpu.utilization", "", signedIn).path("series"),
            found -> found.size() > 0);
    assertThat(series.findValuesAsText("host")).isNotEmpty();
    assertThat(ask("agents", "", signedIn).path("agents").findValuesAsText("name"))
        .contains("web-1");
  }

  private JsonNode ask(String path, String body, String... more) throws Exception {
    List<String> command = new ArrayList<>(network);
    command.addAll(List.of("curl", "--silent", "--show-error", "--fail-with-body", API + path));
    command.addAll(List.of(more));
    if (!body.isEmpty()) {
      command.addAll(List.of("--header", "Content-Type: application/json", "--data", body));
    }
    return JSON.readTree(run(new ProcessBuilder(command), ""));
  }
}
