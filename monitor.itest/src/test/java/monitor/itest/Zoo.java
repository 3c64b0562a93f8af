package monitor.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes a bundle for each animal out of one build of the zoo. */
final class Zoo {
  private final Path built;
  private final Path folder;

  private Zoo(Path built, Path folder) {
    this.built = built;
    this.folder = folder;
  }

  /** Builds the plugin; its bundles go into the folder. */
  static Zoo open(Path folder) throws IOException, InterruptedException {
    return new Zoo(PluginProject.forTests("zoo-plugin").build(), folder);
  }

  /** The symbolic name of an animal's bundle. */
  static String plugin(String animal) {
    return "zoo." + animal;
  }

  /** The jar of an animal. */
  Path jar(String animal) throws IOException {
    Path jar = folder.resolve(animal + ".jar");
    try (JarFile from = new JarFile(built.toFile());
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(file, manifest(from, animal))) {
      for (JarEntry entry : from.stream().toList()) {
        if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
          copy(from, entry, to);
        }
      }
      to.putNextEntry(new JarEntry("animal"));
      to.write(animal.getBytes(StandardCharsets.UTF_8));
      to.closeEntry();
    }
    return jar;
  }

  private static Manifest manifest(JarFile from, String animal) throws IOException {
    Manifest manifest = new Manifest(from.getManifest());
    manifest.getMainAttributes().put(new Attributes.Name("Bundle-SymbolicName"), plugin(animal));
    return manifest;
  }

  private static void copy(JarFile from, JarEntry entry, JarOutputStream to) throws IOException {
    to.putNextEntry(new JarEntry(entry.getName()));
    try (InputStream in = from.getInputStream(entry)) {
      in.transferTo(to);
    }
    to.closeEntry();
  }
}
