package monitor.config;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Jars with descriptions of tables, as bnd writes them. */
public final class TestBundles {
  /** A table, a table with instances, and a table whose name begins like another. */
  private static final String METATYPE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="Disk" name="Disk" description="A disk.">
          <AD id="interval" name="Interval" type="String" default="1s" min="100ms" max="1h"/>
          <AD id="journal.max-size" name="Size" type="String" default="1GiB" min="4MiB" max="1TiB"/>
          <AD id="retries" name="Retries" type="Integer" default="3" min="0" max="10"/>
          <AD id="ratio" name="Ratio" type="Double" default="0.5" min="0" max="1"/>
          <AD id="enabled" name="Enabled" type="Boolean" default="true"/>
          <AD id="mode" name="Mode" type="String" default="fast">
            <Option label="Fast" value="fast"/><Option label="Slow" value="slow"/>
          </AD>
          <AD id="paths" name="Paths" type="String" cardinality="2147483647" default="/a,/b"/>
          <AD id=".password" name="Password" type="Password" default="" min="8" max="64"/>
        </OCD>
        <OCD id="Probe" name="Probe" description="A probe.">
          <AD id="target" name="Target" type="String"/>
          <AD id="ports" name="Ports" type="Integer" cardinality="2147483647" required="false" min="1" max="65535"/>
        </OCD>
        <OCD id="Farm" name="Farm" description="Several hosts.">
          <AD id="hosts" name="Hosts" type="String" cardinality="2147483647"/>
          <AD id="tags" name="Tags" type="String" cardinality="2147483647" default=""/>
        </OCD>
        <Designate factoryPid="test.farm"><Object ocdref="Farm"/></Designate>
        <OCD id="Url" name="Store" description="A store.">
          <AD id="url" name="Address" type="String" default="" required="false"/>
        </OCD>
        <OCD id="Limits" name="Limits" description="Limits of the disk.">
          <AD id="top" name="Top" type="Long" default="1"/>
          <AD id="keep" name="Keep" type="String" default="" min="1d" max="30d"/>
        </OCD>
        <OCD id="Rule" name="Rule" description="A rule.">
          <AD id="deny" name="Deny" type="String" cardinality="2147483647" required="false"/>
          <AD id="monitor.origin" name="Origin" type="String" cardinality="2147483647" required="false"/>
        </OCD>
        <Designate factoryPid="test.rule"><Object ocdref="Rule"/></Designate>
        <Designate pid="test.disk"><Object ocdref="Disk"/></Designate>
        <Designate pid="test.disk.limits"><Object ocdref="Limits"/></Designate>
        <Designate factoryPid="test.probe"><Object ocdref="Probe"/></Designate>
        <OCD id="Token" name="Collectors" description="Where to send.">
          <AD id=".token" name="Token" type="Password" default="" required="false"/>
        </OCD>
        <OCD id="Api" name="API" description="What is served.">
          <AD id=".jwt-secret" name="Secret" type="Password" default="" required="false" min="32" max="1024"/>
        </OCD>
        <Designate pid="sink.postgres"><Object ocdref="Url"/></Designate>
        <Designate pid="sink.websocket"><Object ocdref="Token"/></Designate>
        <Designate pid="monitor.rest"><Object ocdref="Api"/></Designate>
      </metatype:MetaData>
      """;

  private TestBundles() {}

  /** Writes the bundle into a folder. */
  public static Path write(Path folder) throws IOException {
    return write(folder.resolve("test.jar"), "OSGI-INF/metatype/test.xml", METATYPE);
  }

  /** Writes a bundle with one entry. */
  public static Path write(Path jar, String entry, String content) throws IOException {
    Files.createDirectories(jar.getParent());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      out.write(
          "Manifest-Version: 1.0\nBundle-SymbolicName: test.plain\nService-Component: x\n\n"
              .getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new ZipEntry(entry));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
