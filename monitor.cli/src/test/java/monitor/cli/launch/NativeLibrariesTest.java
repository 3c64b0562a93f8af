package monitor.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  private static final String ZSTD = "ZstdTempFolder";
  private static final String SNAPPY = "org.xerial.snappy.tempdir";

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(ZSTD);
    System.clearProperty(SNAPPY);
  }

  @Test
  void areUnpackedIntoAnEmptyFolder() throws Exception {
    Path own = folder.resolve("cache/native");
    NativeLibraries.unpackInto(own);
    assertThat(System.getProperty(ZSTD)).isEqualTo(own.toString());
    assertThat(System.getProperty(SNAPPY)).isEqualTo(own.toString());
    Files.writeString(own.resolve("libzstd-jni.so"), "of a process that was killed");
    NativeLibraries.unpackInto(own);
    assertThat(own).isEmptyDirectory();
  }

  @Test
  void staysWhereSomebodyElseSaid() throws Exception {
    System.setProperty(ZSTD, "/elsewhere");
    NativeLibraries.unpackInto(folder);
    assertThat(System.getProperty(ZSTD)).isEqualTo("/elsewhere");
  }
}
