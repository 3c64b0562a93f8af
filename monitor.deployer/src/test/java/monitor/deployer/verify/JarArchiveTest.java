package monitor.deployer.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarArchiveTest {
  @TempDir Path folder;

  private Path zip(String... names) throws IOException {
    return zip("some content of it".getBytes(StandardCharsets.UTF_8), names);
  }

  private Path zip(byte[] content, String... names) throws IOException {
    Path file = folder.resolve("test.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
      }
    }
    return file;
  }

  private static void refused(Path file, String part) {
    refused(file, JarLimits.DEFAULT, part);
  }

  private static void refused(Path file, JarLimits limits, String part) {
    assertThatThrownBy(() -> JarArchive.check(file, limits))
        .isInstanceOf(PluginRefused.class)
        .hasMessageContaining(part);
  }

  @Test
  void acceptsACompleteJar() throws IOException {
    Path file = zip("META-INF/MANIFEST.MF", "a/B.txt");
    assertThatCode(() -> JarArchive.check(file, JarLimits.DEFAULT)).doesNotThrowAnyException();
    assertThat(JarArchive.hasDirectory(file)).isTrue();
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    Path file = zip("META-INF/MANIFEST.MF", "a/B.txt");
    byte[] all = Files.readAllBytes(file);
    for (int length = 0; length < all.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(all, length));
      assertThatThrownBy(() -> JarArchive.check(file, JarLimits.DEFAULT))
          .as("cut to %d bytes", length)
          .isInstanceOf(PluginRefused.class);
    }
  }

  @Test
  void neverFailsOtherwiseThanRefusingForDamagedBytes() throws IOException {
    byte[] all = Files.readAllBytes(zip("META-INF/MANIFEST.MF", "a/B.txt"));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path file = folder.resolve("damaged.jar");
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = all.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, damaged);
      try {
        JarArchive.check(file, JarLimits.DEFAULT);
      } catch (PluginRefused e) {
        assertThat(e.reason()).as("seed %d", seed).isNotBlank();
      }
    }
  }

  @Test
  void refusesAFlippedByteOfTheContent() throws IOException {
    byte[] content = new byte[4000];
    new Random(1).nextBytes(content);
    Path file = zip(content, "a/B.bin");
    byte[] all = Files.readAllBytes(file);
    all[2000] ^= 1;
    Files.write(file, all);
    refused(file, "its entry 'a/B.bin' is damaged");
  }

  @Test
  void refusesNamesThatPointOutside() throws IOException {
    for (String name : new String[] {"../x", "a/../../x", "/etc/x", "a\\b", "C:/x", "a/./b"}) {
      refused(zip(name), "points outside");
    }
  }

  @Test
  void refusesNamesThatClashInCase() throws IOException {
    refused(zip("a/B.txt", "A/b.txt"), "share one place");
  }

  @Test
  void refusesDuplicates() throws IOException {
    Path file = zip("a/B.txt", "a/C.txt");
    byte[] all = Files.readAllBytes(file);
    String text = new String(all, StandardCharsets.ISO_8859_1).replace("a/C.txt", "a/B.txt");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    refused(file, "share one place");
  }

  @Test
  void refusesMoreThanTheLimits() throws IOException {
    Path file = zip(new byte[100_000], "a", "b", "c");
    refused(file, new JarLimits(100, 1_000_000, 10), "at most 100 are allowed");
    refused(file, new JarLimits(100_000, 250_000, 10), "inflate to more than is allowed");
    refused(file, new JarLimits(100_000, 1_000_000, 2), "at most 2 are allowed");
  }

  @Test
  void refusesAnArchiveBehindSomethingElse() throws IOException {
    Path file = zip("a");
    byte[] all = Files.readAllBytes(file);
    Files.writeString(file, "#!/bin/sh\n");
    Files.write(file, all, java.nio.file.StandardOpenOption.APPEND);
    refused(file, "it is not a jar");
  }

  @Test
  void refusesClassesForANewerJava() throws IOException {
    int feature = Runtime.version().feature();
    byte[] classFile = {
      (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (feature + 45), 0, 0
    };
    refused(
        zip(classFile, "a/B.class"),
        "was compiled for Java %d, and this platform runs on Java %d"
            .formatted(feature + 1, feature));
  }
}
