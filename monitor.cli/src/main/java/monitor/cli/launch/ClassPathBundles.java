package monitor.cli.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Bundles that stand on the class path of this process. They are bundles like others, but their
 * classes are those of the class path (Connect Specification, OSGi Core 8, chapter 60), which Java
 * has in its archive, linked. Thread-safe.
 */
final class ClassPathBundles implements ModuleConnector {
  /** Begins their location, which ends with the path of the jar. */
  static final String LOCATION = "class-path:";

  private final Set<String> classPath;

  /**
   * Of a class path.
   *
   * @param classPath absolute paths of jars, separated as the system does
   */
  ClassPathBundles(String classPath) {
    this.classPath =
        Stream.of(classPath.split(File.pathSeparator)).collect(Collectors.toUnmodifiableSet());
  }

  /** Of the class path of this process. */
  static ClassPathBundles ofProcess() {
    return new ClassPathBundles(System.getProperty("java.class.path", ""));
  }

  /** Whether a bundle is one of them. */
  static boolean contain(Bundle bundle) {
    return bundle.getLocation().startsWith(LOCATION);
  }

  /** Where a jar is installed from, if it is on the class path. */
  Optional<String> location(Path jar) {
    return classPath.contains(jar.toString()) ? Optional.of(LOCATION + jar) : Optional.empty();
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {
    // Nothing is kept.
  }

  @Override
  public Optional<ConnectModule> connect(String location) {
    return Optional.of(location)
        .filter(text -> text.startsWith(LOCATION))
        .map(text -> text.substring(LOCATION.length()))
        .filter(classPath::contains)
        .map(jar -> () -> new Jar(Path.of(jar)));
  }

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }

  /** What a bundle consists of beside its classes. */
  private static final class Jar implements ConnectContent {
    private final Path path;
    private @Nullable JarFile file;

    Jar(Path path) {
      this.path = path;
    }

    @Override
    public synchronized void open() throws IOException {
      if (file == null) {
        file = new JarFile(path.toFile(), false);
      }
    }

    @Override
    public synchronized void close() throws IOException {
      if (file != null) {
        file.close();
        file = null;
      }
    }

    private synchronized JarFile file() {
      if (file == null) {
        throw new IllegalStateException(path + " is closed");
      }
      return file;
    }

    @Override
    public Optional<ClassLoader> getClassLoader() {
      return Optional.of(ClassPathBundles.class.getClassLoader());
    }

    /** Those of the manifest among the entries. */
    @Override
    public Optional<Map<String, String>> getHeaders() {
      return Optional.empty();
    }

    @Override
    public Iterable<String> getEntries() {
      return file().stream().map(ZipEntry::getName).toList();
    }

    @Override
    public Optional<ConnectEntry> getEntry(String name) {
      JarFile jar = file();
      return Optional.ofNullable(jar.getEntry(name)).map(entry -> new Entry(jar, entry));
    }
  }

  private record Entry(JarFile jar, ZipEntry entry) implements ConnectContent.ConnectEntry {
    @Override
    public String getName() {
      return entry.getName();
    }

    @Override
    public long getContentLength() {
      return entry.getSize();
    }

    @Override
    public long getLastModified() {
      return entry.getTime();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return jar.getInputStream(entry);
    }
  }
}
