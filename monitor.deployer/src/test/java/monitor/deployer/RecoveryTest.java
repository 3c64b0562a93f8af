package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Requester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed in the middle of a deployment. What is on the disk before and after each
 * step is copied away, and a platform is started on each copy: the old or the new version runs,
 * never both or none, and the deployment says which.
 */
class RecoveryTest {
  private static final String NAME = "acme.speaker";

  @TempDir Path folder;
  private TestPlatform platform;
  private final List<Path> copies = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(folder.resolve("original"));
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  private Path speaker(String version) {
    return TestPlugin.speaker(NAME, version).to(folder.resolve(version + ".jar"));
  }

  /** Called on the deployer's thread, which waits. */
  private void copyAway(Deployment deployment) {
    if (!deployment.state().terminal()) {
      Path copy = folder.resolve("killed-" + copies.size());
      copyTree(folder.resolve("original/data"), copy.resolve("data"));
      copyTree(folder.resolve("original/home"), copy.resolve("home"));
      copies.add(copy);
    }
  }

  static void copyTree(Path from, Path to) {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A change that is asked for. */
  private interface Asked {
    Deployment end() throws Exception;
  }

  private void assertOldOrNew(Asked asked, List<String> old, List<String> fresh) throws Exception {
    assertOldOrNew(asked, old, fresh, () -> {});
  }

  /** Something that has to work after the start on each copy. */
  private interface Then {
    void check() throws Exception;
  }

  private void assertOldOrNew(Asked asked, List<String> old, List<String> fresh, Then then)
      throws Exception {
    String id;
    try (AutoCloseable watching = platform.deployer.watch(this::copyAway)) {
      Deployment end = asked.end();
      assertThat(end.state()).as(end.reason()).isEqualTo(State.COMMITTED);
      assertThat(watching).isNotNull();
      id = end.id();
    }
    assertThat(platform.said()).isEqualTo(fresh);
    platform.close();
    assertThat(copies).hasSizeGreaterThan(4);
    List<State> ends = new ArrayList<>();
    for (Path copy : copies) {
      platform = new TestPlatform(copy);
      Deployment interrupted = platform.deployer.deployment(id).orElseThrow();
      boolean committed = interrupted.state() == State.COMMITTED;
      assertThat(platform.said())
          .as("%s: %s", copy, interrupted)
          .isEqualTo(committed ? fresh : old);
      assertThat(interrupted.state()).isIn(State.COMMITTED, State.ROLLED_BACK);
      assertThat(interrupted.finished()).isNotNull();
      assertNothingLeft(copy, committed ? fresh : old);
      ends.add(interrupted.state());
      then.check();
      platform.close();
    }
    assertThat(ends)
        .contains(State.COMMITTED, State.ROLLED_BACK)
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  private static void assertNothingLeft(Path copy, List<String> runs) throws IOException {
    Path own = copy.resolve("data/deployer");
    try (Stream<Path> incoming = Files.list(own.resolve("incoming"))) {
      assertThat(incoming).isEmpty();
    }
    assertThat(Files.exists(own.resolve("history/" + NAME))).isEqualTo(!runs.isEmpty());
  }

  @Test
  void leavesTheOldOrTheNewVersionOfAnUpgrade() throws Exception {
    platform.install(speaker("1.0.0"));
    Path next = speaker("2.0.0");
    assertOldOrNew(
        () -> platform.install(next), List.of("acme.speaker 1.0.0"), List.of("acme.speaker 2.0.0"));
  }

  /** Until it is known which plugin a jar holds, a deployment is of the file. */
  @Test
  void startsAlsoWhereTheFileHasANameThatNoRecordCanHave() throws Exception {
    platform.install(speaker("1.0.0"));
    Path next = speaker("2.0.0");
    assertOldOrNew(
        () -> {
          try (InputStream in = Files.newInputStream(next)) {
            return platform.end(
                platform.deployer.install(
                    in, "あ".repeat(90) + ".jar", false, Requester.of("alice")));
          }
        },
        List.of("acme.speaker 1.0.0"),
        List.of("acme.speaker 2.0.0"));
  }

  @Test
  void leavesTheOldOrTheNewVersionOfARollback() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    assertOldOrNew(
        () -> platform.rollback(NAME, null),
        List.of("acme.speaker 2.0.0"),
        List.of("acme.speaker 1.0.0"));
  }

  @Test
  void keepsTheBundledVersionToGoBackTo() throws Exception {
    TestPlugin.speaker(NAME, "1.0.0").to(platform.bundled("speaker.jar"));
    platform.close();
    platform = new TestPlatform(folder.resolve("original"));
    platform.install(speaker("2.0.0"));
    assertOldOrNew(
        () -> platform.rollback(NAME, null),
        List.of("acme.speaker 2.0.0"),
        List.of("acme.speaker 1.0.0"),
        () -> assertThat(platform.rollback(NAME, null).state()).isEqualTo(State.COMMITTED));
  }

  @Test
  void installsOrDoesNot() throws Exception {
    Path jar = speaker("1.0.0");
    assertOldOrNew(() -> platform.install(jar), List.of(), List.of("acme.speaker 1.0.0"));
  }

  @Test
  void removesOrDoesNot() throws Exception {
    platform.install(speaker("1.0.0"));
    assertOldOrNew(
        () -> platform.change(Action.REMOVE, NAME, "bob"),
        List.of("acme.speaker 1.0.0"),
        List.of());
  }
}
