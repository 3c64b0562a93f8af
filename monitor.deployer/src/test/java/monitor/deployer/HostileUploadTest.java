package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Requester;
import monitor.deployer.verify.HostileJars;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What GUARANTEES names under "Console and upload", each with its answer; a good plugin runs beside
 * all of it and goes on.
 */
class HostileUploadTest {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String HEAD =
      "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-Version: 1.0\n";
  private static final String GOOD = HEAD + "Bundle-SymbolicName: acme.evil\n";
  private static final int LINK = 0120777;

  @TempDir private static Path folder;
  private static TestPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    platform = new TestPlatform(folder);
    platform.install(speaker("2.0.0"));
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
  }

  private static Path speaker(String version) {
    return TestPlugin.speaker("acme.speaker", version).to(folder.resolve(version + ".jar"));
  }

  private static byte[] good(String... more) throws IOException {
    String[] all = new String[more.length + 2];
    all[0] = MANIFEST;
    all[1] = GOOD;
    System.arraycopy(more, 0, all, 2, more.length);
    return HostileJars.with(all).bytes();
  }

  private static byte[] headers(String headers) throws IOException {
    return HostileJars.with(MANIFEST, HEAD + headers).bytes();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Arguments one(String what, byte[] bytes, String answer) {
    return Arguments.of(what, bytes, answer);
  }

  static List<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    cases.add(one("not a zip", text("I am a text"), "it is not a jar, whatever its name says"));
    cases.add(one("empty", new byte[0], "the file is empty"));
    cases.add(one("script before it", joined(text("#!/bin/sh\n"), good()), "it is not a jar"));
    cases.add(one("image before it", joined(text("GIF89a\1\0\1\0"), good()), "it is not a jar"));
    cases.add(one("archive behind another", joined(good(), good()), "beside its entries"));
    cases.add(one("text behind it", joined(good(), text("<script>")), "it is not a complete jar"));
    cases.add(
        one(
            "bomb of 8 GiB",
            HostileJars.with(MANIFEST, GOOD).bomb(64, 128).bytes(),
            "its entries overlap"));
    cases.add(
        one(
            "bomb of 576 MiB",
            HostileJars.with(MANIFEST, GOOD).bomb(576, 1).bytes(),
            "inflate to more than is allowed"));
    cases.add(
        one(
            "a million entries",
            HostileJars.with(MANIFEST, GOOD).crowd(1_000_000).bytes(),
            "it has 1,000,001 entries, and at most 50,000 are allowed"));
    cases.add(
        one(
            "a million entries that say they are five",
            HostileJars.with(MANIFEST, GOOD).crowd(1_000_000).bytes(5),
            "more than 50,000 entries need"));
    for (String name : new String[] {"../../etc/cron.d/x", "/etc/passwd", "a\\..\\b", "C:\\x"}) {
      cases.add(one("traversal " + name, good(name, "x"), "points outside of the jar"));
    }
    cases.add(
        one(
            "symbolic link",
            HostileJars.with(MANIFEST, GOOD).add("passwd", "/etc/passwd", LINK).bytes(),
            "it holds a symbolic link"));
    cases.add(one("double", good("a/B", "1", "a/B", "2"), "share one place"));
    cases.add(one("clash of case", good("a/B", "1", "A/b", "2"), "share one place"));
    cases.add(
        one(
            "two manifests",
            HostileJars.with(MANIFEST, GOOD, "meta-inf/manifest.mf", GOOD).bytes(),
            "share one place"));
    cases.add(one("no manifest", HostileJars.with("a/B", "1").bytes(), "it has no manifest"));
    cases.add(
        one(
            "symbolic name of a core bundle",
            headers("Bundle-SymbolicName: monitor.runtime\n"),
            "monitor.runtime is a part of the platform"));
    cases.add(
        one(
            "symbolic name of the framework",
            headers("Bundle-SymbolicName: org.apache.felix.framework\n"),
            "org.apache.felix.framework is a part of the platform"));
    cases.add(
        one(
            "fragment on the core",
            headers("Bundle-SymbolicName: acme.evil\nFragment-Host: system.bundle\n"),
            "it is a fragment of system.bundle"));
    cases.add(
        one(
            "export of our package",
            headers("Bundle-SymbolicName: acme.evil\nExport-Package: monitor.api.event\n"),
            "it exports the package monitor.api.event"));
    cases.add(
        one(
            "script as a name",
            headers("Bundle-SymbolicName: <script>alert(1)</script>\n"),
            "it must be one name of letters"));
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void refuses(String what, byte[] bytes, String answer) throws Exception {
    Deployment end = install(bytes);
    assertThat(end.reason()).as(what).contains(answer);
    assertThat(end.state()).isEqualTo(State.REJECTED);
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
  }

  private static Deployment install(byte[] bytes) throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    return platform.end(platform.deployer.install(in, "x.jar", false, Requester.of("eve")));
  }

  @Test
  void acceptsTheSameFormWithoutEvil() throws Exception {
    assertThat(install(good("a/B", "1")).state()).isEqualTo(State.COMMITTED);
    platform.change(Deployment.Action.REMOVE, "acme.evil", "eve");
  }

  @Test
  void refusesADowngradeAndTheSameVersionWithOtherBytes() throws Exception {
    assertThat(platform.install(speaker("1.0.0")).reason()).contains("is older than 2.0.0");
    Path other =
        TestPlugin.speaker("acme.speaker", "2.0.0", "System.nanoTime();").to(folder.resolve("o"));
    assertThat(platform.install(other).reason()).contains("installed with other contents");
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
  }

  @Test
  void serialisesWhatComesAtTheSameTime() throws Exception {
    List<Path> jars = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      jars.add(
          TestPlugin.speaker("acme.many", i + ".0.0").to(folder.resolve("many-" + i + ".jar")));
    }
    List<Callable<Deployment>> installs = new ArrayList<>();
    jars.forEach(jar -> installs.add(() -> platform.install(jar)));
    List<Deployment> ends = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(jars.size())) {
      for (Future<Deployment> end : threads.invokeAll(installs)) {
        ends.add(end.get());
      }
    }
    assertThat(ends).extracting(Deployment::state).isSubsetOf(State.COMMITTED, State.REJECTED);
    assertThat(platform.said())
        .as("%s", ends)
        .containsExactly("acme.many 6.0.0", "acme.speaker 2.0.0");
    assertThat(ends)
        .filteredOn(d -> d.state() == State.REJECTED)
        .allSatisfy(d -> assertThat(d.reason()).contains("is older than"));
    platform.change(Deployment.Action.REMOVE, "acme.many", "bob");
  }
}
