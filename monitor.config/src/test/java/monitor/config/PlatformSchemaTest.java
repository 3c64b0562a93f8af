package monitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several versions of a plugin describes the tables. */
class PlatformSchemaTest {
  private static final String METATYPE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="A" name="A" description="A."><AD id="%s" name="K" type="String" default="x"/></OCD>
        <Designate pid="acme.tail"><Object ocdref="A"/></Designate>
      </metatype:MetaData>
      """;

  @TempDir Path folder;

  private void version(String place, String key) throws IOException {
    TestBundles.write(folder.resolve(place), "OSGI-INF/metatype/a.xml", METATYPE.formatted(key));
  }

  private void inForce(String version) throws IOException {
    Path records = Files.createDirectories(folder.resolve("data/deployer/records"));
    Files.writeString(
        records.resolve("acme.tail.json"),
        "{\"name\":\"acme.tail\",\"history\":[{\"version\":\"7.0.0\"}],\"version\":\"%s\"}"
            .formatted(version));
  }

  private String key() {
    Schema schema = PlatformSchema.read(folder.resolve("home"), folder.resolve("data"));
    return schema.table("acme.tail").orElseThrow().attributes().keySet().iterator().next();
  }

  @Test
  void theOneInForceDoes() throws IOException {
    version("home/plugins/tail.jar", "bundled");
    assertThat(key()).isEqualTo("bundled");
    version("data/deployer/history/acme.tail/1.0.0/acme.tail.jar", "first");
    version("data/deployer/history/acme.tail/2.0.0/acme.tail.jar", "second");
    inForce("1.0.0");
    assertThat(key()).as("rolled back to it").isEqualTo("first");
    inForce("2.0.0");
    assertThat(key()).isEqualTo("second");
    inForce("0.9.0");
    assertThat(key()).as("the bundled one, which is not kept here").isEqualTo("bundled");
  }

  @Test
  void whatWasDroppedDoesUnlessItWasRefused() throws IOException {
    version("data/deployer/history/acme.tail/1.0.0/acme.tail.jar", "first");
    inForce("1.0.0");
    version("data/plugins/tail.jar", "dropped");
    assertThat(key()).isEqualTo("dropped");
    Files.writeString(folder.resolve("data/plugins/tail.jar.rejected.txt"), "no");
    assertThat(key()).isEqualTo("first");
  }
}
