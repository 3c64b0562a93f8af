package monitor.itest.upgrade;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import monitor.itest.variant.Rewrite;

/**
 * Makes versions of the shipped plugins out of their jars, within milliseconds: all classes of a
 * version are in packages of its own, so that a class of another one cannot be taken for it, and
 * every event that passes carries its version. For one thread.
 */
public final class Editions implements AutoCloseable {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String HOOKS = "monitor/itest/upgrade/";
  private static final String NOWHERE = "upgrade.nowhere";

  private final Path distribution;
  private final URLClassLoader classes;
  private final ClassHierarchyResolver types;
  private final Map<Shipped, Map<Flaw, Map<String, byte[]>>> templates = new HashMap<>();

  /** Of an assembled distribution, which stays as it is. */
  public Editions(Path distribution) throws IOException {
    this.distribution = distribution;
    List<URL> jars = new ArrayList<>();
    for (String folder : List.of("bundles", "plugins", "lib")) {
      try (Stream<Path> files = Files.list(distribution.resolve(folder))) {
        for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
          jars.add(jar.toUri().toURL());
        }
      }
    }
    classes = new URLClassLoader(jars.toArray(URL[]::new));
    types =
        ClassHierarchyResolver.ofResourceParsing(classes)
            .orElse(ClassHierarchyResolver.defaultResolver());
  }

  /** The bytes of a jar. */
  public byte[] jar(Shipped plugin, Flaw flaw, String version) throws IOException {
    Map<String, byte[]> template =
        templates
            .computeIfAbsent(plugin, key -> new HashMap<>())
            .computeIfAbsent(flaw, key -> template(plugin, key));
    String folder = plugin.plugin().replace('.', '/') + "/";
    String own = folder.replaceAll("/$", "_") + version.replace('.', '_') + "/";
    Map<String, String> texts = Map.of(folder, own, HOOKS, own, "@version@", version);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.BEST_SPEED);
      write(zip, MANIFEST, manifest(template.get(MANIFEST), plugin, flaw, version, own));
      for (Map.Entry<String, byte[]> entry : template.entrySet()) {
        String name = entry.getKey();
        if (!name.equals(MANIFEST)) {
          String target = name.replace(folder, own).replace(HOOKS, own);
          write(zip, target, changed(name, entry.getValue(), texts, plugin, flaw));
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] changed(
      String name, byte[] content, Map<String, String> texts, Shipped plugin, Flaw flaw)
      throws IOException {
    if (name.endsWith(".class")) {
      return ConstantPool.replace(content, texts);
    }
    if (!name.startsWith("OSGI-INF/") || name.contains("metatype")) {
      return content;
    }
    String folder = plugin.plugin().replace('.', '/') + "/";
    String own = texts.get(folder).replace('/', '.');
    String text =
        new String(content, StandardCharsets.UTF_8)
            .replaceAll("(class|interface)=\"\\Q" + plugin.plugin() + ".\\E", "$1=\"" + own);
    if (flaw == Flaw.LIES) {
      text = text.replaceAll("(<property name=\"monitor.offers\" type=\"String\">)", "$1PROCESS\n");
    }
    if (flaw == Flaw.FOREIGN_POSITIONS) {
      text =
          text.replaceAll("(\"monitor.positionFormat\" type=\"Integer\" value)=\"1\"", "$1=\"2\"");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] manifest(
      byte[] template, Shipped plugin, Flaw flaw, String version, String own) throws IOException {
    Manifest manifest = new Manifest(new ByteArrayInputStream(template));
    Attributes main = manifest.getMainAttributes();
    main.putValue("Bundle-Version", version);
    main.remove(new Attributes.Name("Private-Package"));
    // A service of its own between its components; what it is named by stays.
    String named = plugin.plugin() + ".Resolver";
    for (String header : List.of("Provide-Capability", "Require-Capability")) {
      main.putValue(
          header, main.getValue(header).replace(named, own.replace('/', '.') + "Resolver"));
    }
    if (flaw == Flaw.UNRESOLVED) {
      main.putValue("Import-Package", main.getValue("Import-Package") + "," + NOWHERE);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private Map<String, byte[]> template(Shipped plugin, Flaw flaw) {
    try {
      Map<String, byte[]> entries = entries(plugin);
      for (Rewrite rewrite : plugin.rewrites(flaw)) {
        apply(rewrite, entries);
      }
      for (Class<?> hook : plugin.hooks()) {
        hook(hook, entries);
      }
      hook(Stamp.class, entries);
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, byte[]> entries(Shipped plugin) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (Stream<Path> jars = Files.list(distribution.resolve("plugins"))) {
      Path jar =
          jars.filter(file -> file.getFileName().toString().startsWith(plugin.plugin() + "-"))
              .findFirst()
              .orElseThrow();
      try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          if (!entry.isDirectory()) {
            entries.put(entry.getName(), zip.readAllBytes());
          }
        }
      }
    }
    return entries;
  }

  private void apply(Rewrite rewrite, Map<String, byte[]> entries) {
    AtomicInteger changes = new AtomicInteger();
    entries.replaceAll((name, content) ->
        name.endsWith(".class")
                && rewrite.concerns(name.replaceAll("\\.class$", "").replace('/', '.'))
            ? rewrite.apply(content, types, changes)
            : content);
    if (changes.get() == 0) {
      throw new IllegalStateException("nothing to change for " + rewrite);
    }
  }

  private static void hook(Class<?> hook, Map<String, byte[]> entries) throws IOException {
    String file = hook.getSimpleName() + ".class";
    URI place = URI.create(String.valueOf(hook.getResource(file)));
    entries.put(HOOKS + file, Files.readAllBytes(Path.of(place)));
  }

  @Override
  public void close() throws IOException {
    classes.close();
  }
}
