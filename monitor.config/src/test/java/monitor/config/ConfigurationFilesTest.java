package monitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFilesTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void writeBundles() throws IOException {
    TestBundles.write(folder.resolve("bundles"));
  }

  @Test
  void mapsTablesToProperties() throws IOException {
    Map<String, Object> disk =
        right(
                """
                [test.disk]
                interval = "250ms"
                journal.max-size = "1GiB"
                retries = 4
                ratio = 1
                enabled = false
                mode = "slow"
                paths = ["/x", "/y"]
                """)
            .get("test.disk");
    assertThat(disk)
        .containsEntry("interval", "250ms")
        .containsEntry("journal.max-size", "1GiB")
        .containsEntry("retries", 4)
        .containsEntry("ratio", 1.0)
        .containsEntry("enabled", false)
        .containsEntry("mode", "slow");
    assertThat((String[]) disk.get("paths")).containsExactly("/x", "/y");
  }

  @Test
  void tellsKeysWithDotsFromTablesOfTheirOwn() throws IOException {
    Map<String, Map<String, Object>> all =
        right("[test.disk.journal]\nmax-size = \"8MiB\"\n[test.disk.limits]\ntop = 2\n");
    assertThat(all.get("test.disk")).containsEntry("journal.max-size", "8MiB");
    assertThat(all.get("test.disk.limits")).containsEntry("top", 2L);
  }

  @Test
  void namesInstances() throws IOException {
    Map<String, Map<String, Object>> all =
        right(
            """
            [[test.probe]]
            name = "edge"
            target = "a"
            [[test.probe]]
            name = "core"
            target = "b"
            ports = [80, 443]
            """);
    assertThat(all).containsOnlyKeys("test.probe~edge", "test.probe~core");
    assertThat(all.get("test.probe~edge"))
        .containsEntry("name", "edge")
        .containsEntry("target", "a");
    assertThat((Integer[]) all.get("test.probe~core").get("ports")).containsExactly(80, 443);
  }

  @Test
  void tellsATableThatAsksWhereItsKeysStand() throws IOException {
    Map<String, Object> rule =
        right("# a comment\n[[test.rule]]\nname = \"others\"\ndeny = [\"x\"]\n")
            .get("test.rule~others");
    String file = folder.resolve("monitor.toml").toString();
    assertThat((String[]) rule.get("monitor.origin"))
        .containsExactly("name=" + file + ":3", "deny=" + file + ":4");
  }

  /** An empty text, where that is the default: as if it were not set; else it has to be right. */
  @Test
  void takesAnEmptyTextForNoneWhereThatIsTheDefault() throws IOException {
    assertThat(right("[test.disk.limits]\nkeep = \"\"\n").get("test.disk.limits"))
        .containsEntry("keep", "");
    assertThat(wrong("[test.disk.limits]\nkeep = \"1h\"\n"))
        .containsExactly("2: test.disk.limits.keep: \"1h\" is out of range, allowed is 1d to 30d");
    assertThat(wrong("[test.disk]\ninterval = \"\"\n")).hasSize(1);
    assertThat(wrong("[test.disk]\n\".password\" = \"\"\n")).hasSize(1);
  }

  @Test
  void tellsEveryProblemAtOnceWithFileLineAndKey() throws IOException {
    List<String> problems =
        wrong(
            """
            [test.disk]
            intervall = "1s"
            retries = "many"
            interval = "5"
            ratio = 2.5
            mode = "medium"
            journal.max-size = "1MiB"
            paths = "/x"

            [test.disc]
            interval = "1s"

            [[test.probe]]
            name = "a"
            ports = [0]
            """);
    assertThat(problems)
        .containsExactly(
            "2: test.disk.intervall: is no key of this table; did you mean 'interval'?",
            "3: test.disk.retries: \"many\" is no value for it, expected a whole number",
            "4: test.disk.interval: '5' is not a duration such as 30s or 100ms; units are d, h, m,"
                + " ms, ns, s, us",
            "5: test.disk.ratio: 2.5 is out of range, allowed is 0 to 1",
            "6: test.disk.mode: \"medium\" is not one of fast, slow",
            "7: test.disk.journal.max-size: \"1MiB\" is out of range, allowed is 4MiB to 1TiB",
            "8: test.disk.paths: expected a list such as [\"/x\"]",
            "10: test.disc: no plugin has this table; did you mean [test.disk]?",
            "13: test.probe~a: the key 'target' is required",
            "15: test.probe~a.ports: 0 is out of range, allowed is 1 to 65535");
  }

  /** As one whose default is empty is described with that default, and may be left out. */
  @Test
  void wantsAListThatHasNoDefault() throws IOException {
    assertThat(
            wrong(
                """
                [[test.farm]]
                name = "a"

                [[test.farm]]
                name = "b"
                hosts = []

                [[test.farm]]
                name = "c"
                hosts = ["one"]
                """))
        .containsExactly(
            "1: test.farm~a: the key 'hosts' is required",
            "6: test.farm~b.hosts: needs one value at least");
  }

  @Test
  void refusesATableWhereInstancesBelongAndTheOtherWayRound() throws IOException {
    assertThat(wrong("[test.probe]\ntarget = \"a\"\n[[test.disk]]\nretries = 1\n"))
        .containsExactly(
            "1: test.probe: has instances, write [[test.probe]]",
            "3: test.disk: has no instances, write [test.disk]");
  }

  @Test
  void refusesInstancesWithoutAUniqueName() throws IOException {
    List<String> problems =
        wrong(
            """
            [[test.probe]]
            target = "a"
            [[test.probe]]
            name = "a b"
            target = "a"
            [[test.probe]]
            name = "x"
            target = "a"
            [[test.probe]]
            name = "x"
            target = "a"
            """);
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).startsWith("1: test.probe: every instance needs a name");
    assertThat(problems.get(1)).startsWith("4: test.probe.name: is a text of at most 64");
    assertThat(problems.get(2)).startsWith("9: test.probe~x: another instance has this name");
  }

  @Test
  void namesTheLineOfASyntaxError() throws IOException {
    assertThat(wrong("[test.disk]\nretries = = 3\n")).singleElement().asString().startsWith("2: ");
  }

  @Test
  void namesTheLineThatIsNotUtf8() throws IOException {
    Files.write(folder.resolve("monitor.toml"), new byte[] {'#', '\n', '#', (byte) 0xff, '\n'});
    assertThat(read().problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
  }

  @Test
  void namesTheLineOfAnEscapeInAKeyThatIsNone() throws IOException {
    for (String key : List.of("[\"\\ud800\"]", "\"\\uffffffff\" = 1", "[[a.\"\\U00110000\"]]")) {
      Files.writeString(folder.resolve("monitor.toml"), "\n\n" + key + "\n");
      assertThat(read().problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
    }
  }

  @Test
  void refusesWhatIsNestedTooDeeply() throws IOException {
    for (int depth : List.of(65, 3_000, 100_000)) {
      for (String text :
          List.of(
              "[test.disk]\n" + "a.".repeat(depth) + "b = 1\n",
              "[test.disk]\nx = " + "[".repeat(depth) + "]".repeat(depth) + "\n")) {
        Files.writeString(folder.resolve("monitor.toml"), text);
        assertThat(read().problems())
            .singleElement()
            .satisfies(problem ->
                assertThat(problem.message()).startsWith("has more than 64 tables or arrays"));
      }
    }
  }

  @Test
  void acceptsAByteOrderMark() throws IOException {
    Files.write(
        folder.resolve("monitor.toml"), "\uFEFF[test.disk]".getBytes(StandardCharsets.UTF_8));
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void refusesAnUndefinedVariable() throws IOException {
    assertThat(wrong("[test.disk]\n\nmode = \"${MODE}\"\n"))
        .singleElement()
        .asString()
        .startsWith("3: test.disk.mode: the variable MODE is not set");
  }

  @Test
  void takesANumberFromAVariable() throws IOException {
    environment.put("RETRIES", "7");
    assertThat(right("[test.disk]\nretries = \"${RETRIES}\"\n").get("test.disk"))
        .containsEntry("retries", 7);
  }

  @Test
  void readsVariablesFromTheFileBesideIt() throws IOException {
    Files.writeString(folder.resolve(".env"), "# modes\nexport MODE='slow'\nOTHER=x\n");
    environment.put("OTHER", "y");
    assertThat(right("[test.disk]\nmode = \"${MODE}\"\npaths = [\"${OTHER}\"]").get("test.disk"))
        .containsEntry("mode", "slow")
        .satisfies(disk -> assertThat((String[]) disk.get("paths")).containsExactly("y"));
  }

  @Test
  void readsMoreFilesAndRefusesAKeyThatIsSetTwice() throws IOException {
    Files.createDirectory(folder.resolve("conf.d"));
    Files.writeString(folder.resolve("conf.d/a.toml"), "[test.disk]\nmode = \"slow\"\n");
    assertThat(right("[test.disk]\nretries = 1\n").get("test.disk"))
        .containsEntry("retries", 1)
        .containsEntry("mode", "slow");
    Files.writeString(folder.resolve("conf.d/b.toml"), "[test.disk]\nmode = \"fast\"\n");
    assertThat(read().problems())
        .singleElement()
        .asString()
        .contains("b.toml:2: test.disk.mode: is already set in")
        .contains("a.toml:2");
  }

  @Test
  void letsTheEnvironmentSetTheDatabase() throws IOException {
    environment.put("DATABASE_URL", "postgres://db/monitor");
    assertThat(right("[sink.postgres]\nurl = \"\"\n").get("sink.postgres"))
        .containsEntry("url", "postgres://db/monitor");
  }

  @Test
  void letsTheEnvironmentSetTheSecretOfSignedTokens() throws IOException {
    environment.put("JWT_SECRET", "0123456789abcdef0123456789abcdef");
    assertThat(right("").get("monitor.rest"))
        .containsEntry(".jwt-secret", "0123456789abcdef0123456789abcdef");
    environment.put("JWT_SECRET", "too short");
    writeMain("");
    assertThat(read().problems())
        .singleElement()
        .asString()
        .contains("JWT_SECRET", ".jwt-secret")
        .doesNotContain("too short");
  }

  @Test
  void letsTheEnvironmentSetTheTokenOfATransportThatIsConfigured() throws IOException {
    environment.put("MONITORING_AUTH_TOKEN", "secret");
    assertThat(right("")).doesNotContainKey("sink.websocket");
    assertThat(right("[sink.websocket]\n").get("sink.websocket")).containsEntry(".token", "secret");
  }

  @Test
  void letsTheOverlaySetWhatTheFileDoesNotLock() throws IOException {
    overlay("test.disk.json", "{\"mode\": \"slow\", \"retries\": 9, \"paths\": [\"/z\"]}");
    overlay("test.probe~new.json", "{\"target\": \"t\"}");
    writeMain("[test.disk]\nretries = 1\nlocked = [\"retries\"]\n");
    Configuration read = read();
    assertThat(read.problems()).isEmpty();
    assertThat(read.properties().get("test.disk"))
        .containsEntry("mode", "slow")
        .containsEntry("retries", 1);
    assertThat(read.properties()).containsKey("test.probe~new");
    assertThat(read.warnings()).singleElement().asString().contains("locks this key");
  }

  @Test
  void leavesOutAWrongOverlayAndStarts() throws IOException {
    overlay("test.disk.json", "{\"mode\": \"medium\", \"retries\": 2, \"gone\": 1}");
    overlay("test.gone.json", "{}");
    overlay("broken.json", "{\"a\":");
    overlay("test.probe~lost.json", "{\"ports\": [1]}");
    overlay("test.farm~kept.json", "{\"hosts\": []}");
    writeMain("[[test.farm]]\nname = \"kept\"\nhosts = [\"one\"]\n");
    Configuration read = read();
    assertThat(read.valid()).isTrue();
    assertThat(read.properties().get("test.disk")).containsOnly(Map.entry("retries", 2));
    assertThat(read.properties()).doesNotContainKey("test.probe~lost");
    assertThat(read.properties().get("test.farm~kept"))
        .containsEntry("hosts", new String[] {"one"});
    assertThat(read.warnings())
        .extracting(Problem::message)
        .contains(
            "is left out: the key 'target' is required", "is left out: needs one value at least")
        .hasSize(6);
  }

  @Test
  void neverShowsASecret() throws IOException {
    environment.put("PASSWORD", "hunter2");
    writeMain("[test.disk]\n.password = 1\n");
    assertThat(wrong("[test.disk]\n\".password\" = \"${PASSWORD}\"\n"))
        .singleElement()
        .asString()
        .doesNotContain("hunter2")
        .contains("this secret is out of range");
  }

  @Test
  void takesATableThatItsPluginDoesNotDescribeAsItIs() throws IOException {
    TestBundles.write(folder.resolve("bundles/plain.jar"), "x", "");
    assertThat(right("[test.plain]\nany = 3\n").get("test.plain")).containsEntry("any", 3L);
  }

  @Test
  void saysThatTheFileIsNotThere() throws IOException {
    assertThat(read().problems()).singleElement().asString().endsWith("there is no such file");
  }

  private void overlay(String name, String json) throws IOException {
    Files.createDirectories(folder.resolve("overlay"));
    Files.writeString(folder.resolve("overlay").resolve(name), json);
  }

  private void writeMain(String toml) throws IOException {
    Files.writeString(folder.resolve("monitor.toml"), toml);
  }

  private Map<String, Map<String, Object>> right(String toml) throws IOException {
    writeMain(toml);
    Configuration read = read();
    assertThat(read.problems()).isEmpty();
    return read.properties();
  }

  /** Problems without the name of the file, which is the same for all. */
  private List<String> wrong(String toml) throws IOException {
    writeMain(toml);
    String file = folder.resolve("monitor.toml") + ":";
    return read().problems().stream().map(problem -> problem.toString().replace(file, "")).toList();
  }

  private Configuration read() {
    return new ConfigurationFiles(
            folder.resolve("monitor.toml"), folder.resolve("overlay"), environment)
        .read(SchemaReader.folders(List.of(folder.resolve("bundles"))));
  }
}
