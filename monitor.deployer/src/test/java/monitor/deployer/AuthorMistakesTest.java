package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What authors get wrong most: the first line that a person reads names the cause and the fix. */
class AuthorMistakesTest {
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

  private TestPlugin speaker() {
    return TestPlugin.speaker("acme.speaker", "1.0.0");
  }

  private String firstLine(State state, TestPlugin plugin) throws Exception {
    Deployment end = platform.install(plugin.to(folder.resolve("plugin.jar")));
    assertThat(end.state()).as(end.reason()).isEqualTo(state);
    assertThat(platform.said()).isEmpty();
    return end.reason().lines().findFirst().orElse("");
  }

  @Test
  void packageMissing() throws Exception {
    assertThat(firstLine(State.REJECTED, speaker().header("Import-Package", "com.acme.tools,*")))
        .isEqualTo(
            "it needs the package com.acme.tools, which no bundle offers; put the library into the"
                + " plugin's jar (bnd: -includeresource or -privatepackage), or correct the name in"
                + " Import-Package");
  }

  @Test
  void versionRangeWrong() throws Exception {
    assertThat(
            firstLine(
                State.REJECTED,
                speaker().header("Import-Package", "org.slf4j;version=\"[1.7,2)\",*")))
        .startsWith(
            "it needs the package org.slf4j in version 1.7 or later, before 2.0, and what is")
        .contains("offered is 2.0.17 (by org.apache.felix.framework)")
        .endsWith("; build it against an offered version");
  }

  @Test
  void classVersionTooNew() throws Exception {
    Path jar = speaker().to(folder.resolve("new.jar"));
    try (var files = java.nio.file.FileSystems.newFileSystem(jar)) {
      Path type = files.getPath("acme/speaker/Speaker.class");
      byte[] bytes = Files.readAllBytes(type);
      bytes[7] = 99;
      Files.write(type, bytes);
    }
    int ours = Runtime.version().feature();
    assertThat(platform.install(jar).reason())
        .isEqualTo(
            "its class 'acme/speaker/Speaker.class' was compiled for Java 55, and this platform runs on Java %d; compile it with --release %d"
                .formatted(ours, ours));
  }

  @Test
  void componentReferenceUnsatisfied() throws Exception {
    TestPlugin needy =
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
                """);
    assertThat(firstLine(State.ROLLED_BACK, needy))
        .isEqualTo(
            "acme.needy.Needy waits for the service java.lang.Runnable, which no bundle offers now;"
                + " install the plugin that offers it, or make the reference optional");
  }

  @Test
  void configurationMissing() throws Exception {
    TestPlugin tail =
        TestPlugin.named("acme.tail", "1.0.0")
            .source(
                "acme.tail.Tail",
                """
                package acme.tail;
                import org.osgi.service.component.annotations.*;
                @Component(configurationPid = "acme.tail", configurationPolicy = ConfigurationPolicy.REQUIRE)
                public class Tail {}
                """);
    assertThat(firstLine(State.COMMITTED, tail)).isEmpty();
    assertThat(platform.view("acme.tail").reason())
        .isEqualTo(
            "acme.tail.Tail waits for its configuration; add a table [acme.tail], or [[acme.tail]]"
                + " for each of several, to monitor.toml");
  }

  /** A component that nobody asked for takes nothing from the one that works. */
  @Test
  void configurationMissingOfOneOfTwo() throws Exception {
    TestPlugin pair =
        TestPlugin.named("acme.pair", "1.0.0")
            .source(
                "acme.pair.Optional",
                """
                package acme.pair;
                import org.osgi.service.component.annotations.*;
                @Component(configurationPid = "acme.pair", configurationPolicy = ConfigurationPolicy.REQUIRE)
                public class Optional {}
                """)
            .source(
                "acme.pair.Works",
                """
                package acme.pair;
                import org.osgi.service.component.annotations.*;
                @Component(service = Works.class, immediate = true)
                public class Works {}
                """);
    assertThat(firstLine(State.COMMITTED, pair)).isEmpty();
    assertThat(platform.view("acme.pair").state()).isEqualTo("active");
    assertThat(platform.view("acme.pair").reason()).isEmpty();
  }

  @Test
  void constraintConflict() throws Exception {
    library("acme.old", "1.0.0", "acme.lib;version=1.0.0", "");
    library("acme.new", "2.0.0", "acme.lib;version=2.0.0", "");
    library(
        "acme.user",
        "1.0.0",
        "acme.use;version=1.0.0;uses:=\"acme.lib\"",
        "acme.lib;version=\"[2,3)\"");
    TestPlugin torn = speaker().header("Import-Package", "acme.lib;version=\"[1,2)\",acme.use,*");
    assertThat(firstLine(State.REJECTED, torn))
        .startsWith("it would see the package acme.lib twice, from acme.")
        .endsWith("; let it import the package in the version that the others use");
  }

  /** A bundle of the platform that offers a package. */
  private void library(String name, String version, String exports, String imports)
      throws Exception {
    Path jar = folder.resolve(name + ".jar");
    java.util.jar.Manifest manifest = new java.util.jar.Manifest();
    var headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", name);
    headers.putValue("Bundle-Version", version);
    headers.putValue("Export-Package", exports);
    if (!imports.isEmpty()) {
      headers.putValue("Import-Package", imports);
    }
    new java.util.jar.JarOutputStream(Files.newOutputStream(jar), manifest).close();
    platform.framework.getBundleContext().installBundle(jar.toUri().toString());
  }

  @Test
  void activationException() throws Exception {
    TestPlugin plugin =
        TestPlugin.speaker(
            "acme.speaker",
            "1.0.0",
            "String url = null; if (url == null) throw new IllegalStateException(\"url is empty\");");
    assertThat(firstLine(State.ROLLED_BACK, plugin))
        .isEqualTo(
            "acme.speaker.Speaker: it failed when it was started: IllegalStateException: url is"
                + " empty; look at acme.speaker.Speaker.<init>(Speaker.java:4)");
  }

  @Test
  void manifestHeaderWrong() throws Exception {
    assertThat(rejected("Bundle-Version", "1.x"))
        .isEqualTo("its Bundle-Version '1.x' is not of the form 1.2.3 or 1.2.3.qualifier");
    assertThat(rejected("Import-Package", "acme.lib,acme.lib"))
        .startsWith("the framework cannot read it: ")
        .endsWith("; build it again with the bnd-maven-plugin");
    assertThat(rejected("Bundle-Activator", "acme.Nowhere"))
        .startsWith(
            "it uses the class acme.Nowhere, which is neither in its jar nor imported; put");
  }

  private String rejected(String header, String value) throws Exception {
    Path jar = speaker().to(folder.resolve("wrong.jar"));
    try (var files = java.nio.file.FileSystems.newFileSystem(jar)) {
      Path file = files.getPath("META-INF/MANIFEST.MF");
      java.util.jar.Manifest manifest;
      try (var in = Files.newInputStream(file)) {
        manifest = new java.util.jar.Manifest(in);
      }
      manifest.getMainAttributes().putValue(header, value);
      try (var out = Files.newOutputStream(file)) {
        manifest.write(out);
      }
    }
    Deployment end = platform.install(jar);
    assertThat(end.state()).isIn(State.REJECTED, State.ROLLED_BACK);
    return end.reason().lines().findFirst().orElse("");
  }
}
