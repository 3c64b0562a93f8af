package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Deployment.Step;
import monitor.api.operation.Requester;
import monitor.deployer.signature.SignatureRules.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class PluginDeployerTest {
  @TempDir Path folder;
  private TestPlatform platform;

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(folder);
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  private void restart() throws Exception {
    platform.close();
    platform = new TestPlatform(folder);
  }

  private Path speaker(String version) {
    return TestPlugin.speaker("acme.speaker", version).to(folder.resolve(version + ".jar"));
  }

  @Test
  void installsAndStartsAPlugin() throws Exception {
    Deployment deployment = platform.install(speaker("1.0.0"));

    assertThat(deployment.state()).isEqualTo(State.COMMITTED);
    assertThat(deployment.action()).isEqualTo(Deployment.Action.INSTALL);
    assertThat(deployment.plugin()).isEqualTo("acme.speaker");
    assertThat(deployment.toVersion()).isEqualTo("1.0.0");
    assertThat(deployment.steps())
        .extracting(Step::name)
        .containsExactly(
            "verify",
            "signature",
            "policy",
            "resolve",
            "configuration",
            "snapshot",
            "stop",
            "swap",
            "start",
            "trial",
            "commit");
    assertThat(deployment.steps()).extracting(Step::state).containsOnly("done");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    assertThat(platform.view("acme.speaker").state()).isEqualTo("active");
    assertThat(platform.view("acme.speaker").description()).isEqualTo("made for a test");
  }

  @Test
  void replacesAnOlderVersionAndKeepsItsBundle() throws Exception {
    platform.install(speaker("1.0.0"));
    long id = platform.bundle("acme.speaker").orElseThrow().getBundleId();

    Deployment deployment = platform.install(speaker("1.1.0"));

    assertThat(deployment.state()).isEqualTo(State.COMMITTED);
    assertThat(deployment.action()).isEqualTo(Deployment.Action.UPGRADE);
    assertThat(deployment.fromVersion()).isEqualTo("1.0.0");
    assertThat(platform.said()).containsExactly("acme.speaker 1.1.0");
    assertThat(platform.bundle("acme.speaker").orElseThrow().getBundleId()).isEqualTo(id);
    assertThat(platform.folders.own().resolve("history/acme.speaker/1.0.0/acme.speaker.jar"))
        .exists();
  }

  @Test
  void neverRunsTwoVersionsAtOnce() throws Exception {
    List<Integer> counts = new CopyOnWriteArrayList<>();
    platform
        .framework
        .getBundleContext()
        .addServiceListener(event -> counts.add(platform.said().size()));
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    assertThat(counts).allMatch(count -> count <= 1);
  }

  @Test
  void removesAPluginAndEverythingKeptOfIt() throws Exception {
    platform.install(speaker("1.0.0"));

    Deployment deployment = platform.change(Action.REMOVE, "acme.speaker", "bob");

    assertThat(deployment.state()).isEqualTo(State.COMMITTED);
    assertThat(platform.said()).isEmpty();
    assertThat(platform.bundle("acme.speaker")).isEmpty();
    assertThat(platform.deployer.plugins()).isEmpty();
    assertThat(platform.folders.own().resolve("history/acme.speaker")).doesNotExist();
  }

  @Test
  void leavesThingsAsTheyAreForExactlyTheSameJar() throws Exception {
    Path jar = speaker("1.0.0");
    platform.install(jar);
    Deployment deployment = platform.install(jar);
    assertThat(deployment.state()).isEqualTo(State.COMMITTED);
    assertThat(deployment.steps())
        .extracting(Step::name)
        .containsExactly("verify", "signature", "policy");
  }

  @Test
  void installsTheSameJarAgainThatCouldNotBeInstalledAtTheStart() throws Exception {
    Path jar = speaker("1.0.0");
    platform.install(jar);
    platform.close();
    platform = new TestPlatform(folder, Optional::empty, Policy.ENFORCE);
    assertThat(platform.said()).isEmpty();
    platform.policy(Policy.OFF);

    Deployment again = platform.install(jar);

    assertThat(again.state()).isEqualTo(State.COMMITTED);
    assertThat(again.action()).isEqualTo(Action.INSTALL);
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void saysThatWhatIsNotInstalledCannotBeEnabled() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.change(Action.DISABLE, "acme.speaker", "bob");
    platform.close();
    platform = new TestPlatform(folder, Optional::empty, Policy.ENFORCE);
    assertThat(platform.change(Action.ENABLE, "acme.speaker", "bob").reason())
        .isEqualTo("it is not installed; install its jar again");
  }

  @Test
  void refusesTheSameVersionWithOtherContents() throws Exception {
    platform.install(speaker("1.0.0"));
    Path other =
        TestPlugin.speaker("acme.speaker", "1.0.0", "System.nanoTime();")
            .to(folder.resolve("o.jar"));
    rejected(platform.install(other), "version 1.0.0 is installed with other contents");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void refusesAnOlderVersion() throws Exception {
    platform.install(speaker("2.0.0"));
    rejected(platform.install(speaker("1.0.0")), "version 1.0.0 is older than 2.0.0");
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
  }

  @Test
  void refusesTheNameOfAPartOfThePlatform() throws Exception {
    Path jar = TestPlugin.speaker("monitor.runtime", "9.0.0").to(folder.resolve("core.jar"));
    rejected(platform.install(jar), "monitor.runtime is a part of the platform");
    Path scr = TestPlugin.named("org.apache.felix.scr", "9.0.0").to(folder.resolve("scr.jar"));
    rejected(platform.install(scr), "org.apache.felix.scr is a part of the platform");
  }

  @Test
  void saysWhichPackageIsMissingBeforeAnythingIsStopped() throws Exception {
    platform.install(speaker("1.0.0"));
    Path jar =
        TestPlugin.speaker("acme.speaker", "2.0.0")
            .header("Import-Package", "com.acme.tools;version=\"[1.2,2)\",*")
            .to(folder.resolve("2.jar"));

    rejected(
        platform.install(jar),
        "it needs the package com.acme.tools in version 1.2 or later, before 2.0, which no bundle"
            + " offers");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    assertThat(platform.framework.getBundleContext().getBundle("staged:acme.speaker")).isNull();
  }

  @Test
  void saysWhoOffersAMissingPackageInAnotherVersion() throws Exception {
    Path jar =
        TestPlugin.speaker("acme.speaker", "2.0.0")
            .header("Import-Package", "org.slf4j;version=\"[1.7,2)\",*")
            .to(folder.resolve("2.jar"));
    rejected(
        platform.install(jar),
        "it needs the package org.slf4j in version 1.7 or later, before 2.0, and what is offered is"
            + " 2.0.17 (by org.apache.felix.framework)");
  }

  @Test
  void saysThatAJavaIsTooNew() throws Exception {
    Path jar =
        TestPlugin.speaker("acme.speaker", "2.0.0")
            .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")
            .to(folder.resolve("2.jar"));
    rejected(platform.install(jar), "it needs Java 99, and this platform runs on Java");
  }

  @Test
  void rollsBackWhenAComponentThrows() throws Exception {
    platform.install(speaker("1.0.0"));
    Path bad =
        TestPlugin.speaker("acme.speaker", "2.0.0", "throw new IllegalStateException(\"no luck\");")
            .to(folder.resolve("bad.jar"));

    Deployment deployment = platform.install(bad);

    assertThat(deployment.state()).isEqualTo(State.ROLLED_BACK);
    assertThat(deployment.reason())
        .contains("acme.speaker.Speaker")
        .contains("IllegalStateException: no luck");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    assertThat(platform.view("acme.speaker").version()).isEqualTo("1.0.0");
    assertThat(platform.view("acme.speaker").state()).isEqualTo("active");
  }

  @Test
  void rollsBackWhenAComponentThrowsAsSoonAsSomebodyAsksForIt() throws Exception {
    platform.framework.getBundleContext().addServiceListener(event -> platform.said());
    Path bad =
        TestPlugin.named("acme.late", "1.0.0")
            .source(
                "acme.late.Late",
                """
                package acme.late;
                @org.osgi.service.component.annotations.Component
                public class Late implements java.util.function.Supplier<String> {
                  public Late() { throw new IllegalStateException("no luck"); }
                  public String get() { return ""; }
                }
                """)
            .to(folder.resolve("late.jar"));

    Deployment deployment = platform.install(bad);

    assertThat(deployment.reason()).contains("acme.late.Late").contains("no luck");
    assertThat(deployment.state()).isEqualTo(State.ROLLED_BACK);
  }

  @Test
  void rollsBackWhenAnActivatorThrows() throws Exception {
    platform.install(speaker("1.0.0"));
    Path bad =
        TestPlugin.named("acme.speaker", "2.0.0")
            .source(
                "acme.speaker.Start",
                """
                package acme.speaker;
                public class Start implements org.osgi.framework.BundleActivator {
                  public void start(org.osgi.framework.BundleContext c) { throw new Error("broken"); }
                  public void stop(org.osgi.framework.BundleContext c) {}
                }
                """)
            .header("Bundle-Activator", "acme.speaker.Start")
            .to(folder.resolve("bad.jar"));

    Deployment deployment = platform.install(bad);

    assertThat(deployment.state()).isEqualTo(State.ROLLED_BACK);
    assertThat(deployment.reason()).contains("Error: broken");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void takesBackAFirstInstallThatLacksAService() throws Exception {
    Path jar =
        TestPlugin.named("acme.needy", "1.0.0")
            .source(
                "acme.needy.Needy",
                """
                package acme.needy;
                import org.osgi.service.component.annotations.*;
                @Component(immediate = true)
                public class Needy {
                  @Activate public Needy(@Reference Runnable task) {}
                }
                """)
            .to(folder.resolve("needy.jar"));

    Deployment deployment = platform.install(jar);

    assertThat(deployment.state()).isEqualTo(State.ROLLED_BACK);
    assertThat(deployment.reason())
        .contains(
            "acme.needy.Needy waits for the service java.lang.Runnable, which no bundle offers");
    assertThat(platform.bundle("acme.needy")).isEmpty();
    assertThat(platform.deployer.plugins()).isEmpty();
  }

  @Test
  void keepsAPluginThatWaitsForItsConfigurationInactive() throws Exception {
    Path jar =
        TestPlugin.named("acme.tail", "1.0.0")
            .source(
                "acme.tail.Tail",
                """
                package acme.tail;
                import org.osgi.service.component.annotations.*;
                @Component(configurationPid = "acme.tail", configurationPolicy = ConfigurationPolicy.REQUIRE)
                public class Tail {}
                """)
            .to(folder.resolve("tail.jar"));

    assertThat(platform.install(jar).state()).isEqualTo(State.COMMITTED);

    assertThat(platform.view("acme.tail").state()).isEqualTo("inactive");
    assertThat(platform.view("acme.tail").reason()).contains("add a table [acme.tail]");
  }

  @Test
  void keepsADisabledPluginStoppedOverARestart() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.change(Action.DISABLE, "acme.speaker", "carol");
    assertThat(platform.said()).isEmpty();

    restart();

    assertThat(platform.said()).isEmpty();
    assertThat(platform.view("acme.speaker").state()).isEqualTo("disabled");
    assertThat(platform.view("acme.speaker").reason()).isEqualTo("it was disabled by carol");
    platform.change(Action.ENABLE, "acme.speaker", "carol");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
  }

  @Test
  void upgradesADisabledPluginWithoutStartingIt() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.change(Action.DISABLE, "acme.speaker", "carol");
    assertThat(platform.install(speaker("2.0.0")).state()).isEqualTo(State.COMMITTED);
    assertThat(platform.said()).isEmpty();
    assertThat(platform.bundle("acme.speaker").orElseThrow().getVersion()).hasToString("2.0.0");
  }

  @Test
  void startsWhatWasInstalledAfterARestart() throws Exception {
    platform.install(speaker("1.0.0"));
    platform.install(speaker("2.0.0"));
    restart();
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
    assertThat(platform.deployer.deployments()).hasSize(2);
  }

  @Test
  void bringsABundledVersionBackWhenItsReplacementIsRemoved() throws Exception {
    TestPlugin.speaker("acme.speaker", "1.0.0").to(platform.bundled("speaker.jar"));
    restart();
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    assertThat(platform.view("acme.speaker").bundled()).isTrue();

    platform.install(speaker("2.0.0"));
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
    platform.change(Action.REMOVE, "acme.speaker", "bob");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");

    platform.change(Action.REMOVE, "acme.speaker", "bob");
    assertThat(platform.said()).isEmpty();
    restart();
    assertThat(platform.said()).isEmpty();
    assertThat(platform.deployer.plugins()).isEmpty();
  }

  private void removeABundledPluginThatIsPinned() throws Exception {
    TestPlugin.speaker("acme.speaker", "1.0.0").to(platform.bundled("speaker.jar"));
    restart();
    platform.change(Action.PIN, "acme.speaker", "bob");
    assertThat(platform.change(Action.REMOVE, "acme.speaker", "bob").reason()).isEmpty();
  }

  @Test
  void installsAPluginAgainThatWasPinnedWhenItWasRemoved() throws Exception {
    removeABundledPluginThatIsPinned();
    assertThat(platform.install(speaker("2.0.0")).reason()).isEmpty();
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
    assertThat(platform.view("acme.speaker").pinned()).isFalse();
  }

  /** As releases wrote it that kept the pin of what was removed. */
  @Test
  void installsAPluginAgainWhoseRecordIsRemovedAndPinned() throws Exception {
    removeABundledPluginThatIsPinned();
    Path record = platform.folders.own().resolve("records/acme.speaker.json");
    String text = Files.readString(record);
    Files.writeString(record, text.replace("\"pinned\" : false", "\"pinned\" : true"));
    assertThat(Files.readString(record)).contains("\"pinned\" : true");
    assertThat(platform.install(speaker("2.0.0")).reason()).isEmpty();
  }

  @Test
  void refusesWhatIsNoJar() throws Exception {
    Path text = Files.writeString(folder.resolve("text.jar"), "hello, I am a text\n");
    rejected(platform.install(text), "it is not a jar");
  }

  @Test
  void refusesATruncatedJar() throws Exception {
    platform.install(speaker("1.0.0"));
    Path jar = speaker("2.0.0");
    TestPlatform.truncate(jar, 0.6);
    rejected(platform.install(jar), "it is not a complete jar");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    assertThat(platform.bundle("acme.speaker").orElseThrow().getState()).isEqualTo(Bundle.ACTIVE);
  }

  @Test
  void doesNotKnowPluginsThatAreNotThere() {
    assertThatThrownBy(() -> platform.deployer.change(Action.DISABLE, "nobody", Requester.of("x")))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void tellsEveryChangeOfADeployment() throws Exception {
    List<Deployment> seen = new CopyOnWriteArrayList<>();
    try (AutoCloseable _ = platform.deployer.watch(seen::add)) {
      Deployment end = platform.install(speaker("1.0.0"));
      assertThat(seen).first().extracting(Deployment::steps).isEqualTo(List.of());
      TestPlatform.await("seen", () -> seen, all -> all.getLast().equals(end));
      assertThat(platform.deployer.deployments()).containsExactly(end);
    }
  }

  private static void rejected(Deployment deployment, String reason) {
    assertThat(deployment.reason()).contains(reason);
    assertThat(deployment.state()).isEqualTo(State.REJECTED);
  }
}
