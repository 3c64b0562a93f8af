package monitor.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** In a framework, with the Jackson of this test's class path. */
class ClassPathBundlesTest {
  private static final String CLASS = JsonFactory.class.getName();

  @TempDir Path folder;

  private Framework framework;

  @AfterEach
  void stop() throws Exception {
    if (framework != null) {
      framework.stop();
      framework.waitForStop(0);
    }
  }

  private Bundle installed(Path jar, String classPath) throws Exception {
    ClassPathBundles bundles = new ClassPathBundles(classPath);
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("cache").toString(),
                    Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                    Integer.toString(CoreBundles.RUNNING)),
                bundles);
    framework.init();
    new CoreBundles(List.of(jar), bundles).install(framework.getBundleContext());
    framework.start();
    return framework.getBundleContext().getBundles()[1];
  }

  private static Path jackson() throws Exception {
    return Path.of(JsonFactory.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private Path jar(String header) throws IOException {
    Path jar = folder.resolve("made.jar");
    String manifest =
        "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: made\n" + header;
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
      new Manifest(new java.io.ByteArrayInputStream(manifest.getBytes())).write(entries);
      entries.putNextEntry(new JarEntry("OSGI-INF/a.xml"));
      entries.write('a');
    }
    return jar;
  }

  @Test
  void hasItsClassesFromTheClassPath() throws Exception {
    Bundle bundle = installed(jackson(), "/elsewhere.jar:" + jackson());
    assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(bundle.getSymbolicName()).isEqualTo("com.fasterxml.jackson.core.jackson-core");
    assertThat(bundle.loadClass(CLASS)).isSameAs(JsonFactory.class);
  }

  @Test
  void hasClassesOfItsOwnElsewhere() throws Exception {
    Bundle bundle = installed(jackson(), "/elsewhere.jar");
    assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(bundle.loadClass(CLASS)).isNotSameAs(JsonFactory.class);
  }

  @Test
  void areThoseOfTheClassPathAlone() {
    ClassPathBundles bundles = new ClassPathBundles("/a.jar:/b.jar");
    assertThat(bundles.location(Path.of("/b.jar"))).contains("class-path:/b.jar");
    assertThat(bundles.location(Path.of("/c.jar"))).isEmpty();
    assertThat(bundles.connect("class-path:/b.jar")).isPresent();
    assertThat(bundles.connect("class-path:/c.jar")).isEmpty();
    assertThat(bundles.connect("plugin:b")).isEmpty();
  }

  @Test
  void showsWhatElseIsInTheJar() throws Exception {
    Path jar = jar("Bundle-Version: 1.2.3\n");
    Bundle bundle = installed(jar, jar.toString());
    assertThat(bundle.getVersion()).hasToString("1.2.3");
    assertThat(bundle.getEntry("OSGI-INF/none.xml")).isNull();
    assertThat(bundle.getEntryPaths("OSGI-INF").nextElement()).isEqualTo("OSGI-INF/a.xml");
    URL found = bundle.findEntries("OSGI-INF", "*.xml", false).nextElement();
    try (InputStream in = found.openStream()) {
      assertThat(in.readAllBytes()).containsExactly('a');
    }
  }

  /** The framework would have to see its first class being loaded. */
  @Test
  void isNotStartedWhereItsFirstClassWouldStartIt() throws Exception {
    Path jar = jar("Bundle-ActivationPolicy: lazy\n");
    Bundle bundle = installed(jar, jar.toString());
    assertThat(CoreBundles.runs(bundle)).isFalse();
    assertThat(bundle.getState()).isEqualTo(Bundle.INSTALLED);
  }

  @Test
  void isStartedByItsFirstClassElsewhere() throws Exception {
    Bundle bundle = installed(jar("Bundle-ActivationPolicy: lazy\n"), "");
    assertThat(CoreBundles.runs(bundle)).isTrue();
    assertThat(bundle.getState()).isEqualTo(Bundle.STARTING);
  }
}
