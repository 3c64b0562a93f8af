import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists the licences of the jars of a distribution, as they say themselves: in the manifest, else in
 * the POM that they carry. Run by the build as {@code java Licences.java TARGET FOLDER...}; fails for
 * a jar that says nothing and is not known here.
 */
final class Licences {
  /** What jars without a word of it are under, by the beginnings of their names. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "bcpkix-", "MIT",
          "bcprov-", "MIT",
          "bcutil-", "MIT",
          "picocli-", "Apache-2.0",
          "tomlj-", "Apache-2.0");

  private static final Pattern IN_POM =
      Pattern.compile("<license>.*?<name>\\s*(.*?)\\s*</name>", Pattern.DOTALL);

  private Licences() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, String> all = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    for (String folder : List.of(arguments).subList(1, arguments.length)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(folder), "*.jar")) {
        for (Path jar : jars) {
          String name = jar.getFileName().toString();
          Optional<String> licence = of(jar);
          licence.ifPresentOrElse(text -> all.put(name, text), () -> unknown.add(name));
        }
      }
    }
    if (!unknown.isEmpty()) {
      throw new IOException("No licence is known of " + String.join(", ", unknown));
    }
    StringBuilder text = new StringBuilder("What this distribution is made of, and its licences.\n\n");
    all.forEach((name, licence) -> text.append(name).append(": ").append(licence).append('\n'));
    text.append("PostgreSQL, where lib/postgres is there: PostgreSQL\n");
    text.append("Java runtime in the folder java: GPL-2.0 with Classpath Exception, see java/legal\n");
    Path target = Path.of(arguments[0]);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }

  private static Optional<String> of(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      if (jar.getManifest() != null) {
        Attributes manifest = jar.getManifest().getMainAttributes();
        String licence = manifest.getValue("Bundle-License");
        if (licence != null) {
          return Optional.of(licence.strip());
        }
      }
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().matches("META-INF/maven/.*/pom\\.xml")) {
          String pom = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          Matcher found = IN_POM.matcher(pom);
          if (found.find()) {
            return Optional.of(found.group(1));
          }
        }
      }
    }
    String name = file.getFileName().toString();
    return KNOWN.entrySet().stream()
        .filter(known -> name.startsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
