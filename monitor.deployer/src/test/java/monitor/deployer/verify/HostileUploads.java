package monitor.deployer.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Uploads that are refused, each with its answer. */
public final class HostileUploads {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String HEAD =
      "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-Version: 1.0\n";
  private static final String GOOD = HEAD + "Bundle-SymbolicName: acme.evil\n";
  private static final int LINK = 0120777;

  private HostileUploads() {}

  /**
   * One of them.
   *
   * @param what what is wrong with it
   * @param bytes what is sent
   * @param answer a part of the reason for its refusal
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  public record Upload(String what, byte[] bytes, String answer) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** A plugin of the name {@code acme.evil} without evil, with these entries. */
  public static byte[] good(String... more) throws IOException {
    String[] all = new String[more.length + 2];
    all[0] = MANIFEST;
    all[1] = GOOD;
    System.arraycopy(more, 0, all, 2, more.length);
    return HostileJars.with(all).bytes();
  }

  private static byte[] headers(String headers) throws IOException {
    return HostileJars.with(MANIFEST, HEAD + headers).bytes();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Upload one(String what, byte[] bytes, String answer) {
    return new Upload(what, bytes, answer);
  }

  /** All of them. */
  public static List<Upload> all() throws IOException {
    List<Upload> cases = new ArrayList<>();
    cases.add(one("not a zip", text("I am a text"), "it is not a jar, whatever its name says"));
    cases.add(one("empty", new byte[0], "the file is empty"));
    cases.add(one("script before it", joined(text("#!/bin/sh\n"), good()), "it is not a jar"));
    cases.add(one("image before it", joined(text("GIF89a\1\0\1\0"), good()), "it is not a jar"));
    cases.add(one("archive behind another", joined(good(), good()), "beside its entries"));
    cases.add(one("text behind it", joined(good(), text("<script>")), "it is not a complete jar"));
    cases.add(
        one(
            "bomb of 8 GiB",
            HostileJars.with(MANIFEST, GOOD).bomb(64, 128).bytes(),
            "its entries overlap"));
    cases.add(
        one(
            "bomb of 576 MiB",
            HostileJars.with(MANIFEST, GOOD).bomb(576, 1).bytes(),
            "inflate to more than is allowed"));
    cases.add(
        one(
            "a million entries",
            HostileJars.with(MANIFEST, GOOD).crowd(1_000_000).bytes(),
            "it has 1,000,001 entries, and at most 50,000 are allowed"));
    cases.add(
        one(
            "a million entries that say they are five",
            HostileJars.with(MANIFEST, GOOD).crowd(1_000_000).bytes(5),
            "more than 50,000 entries need"));
    for (String name : new String[] {"../../etc/cron.d/x", "/etc/passwd", "a\\..\\b", "C:\\x"}) {
      cases.add(one("traversal " + name, good(name, "x"), "points outside of the jar"));
    }
    cases.add(
        one(
            "symbolic link",
            HostileJars.with(MANIFEST, GOOD).add("passwd", "/etc/passwd", LINK).bytes(),
            "it holds a symbolic link"));
    cases.add(one("double", good("a/B", "1", "a/B", "2"), "share one place"));
    cases.add(one("clash of case", good("a/B", "1", "A/b", "2"), "share one place"));
    cases.add(
        one(
            "two manifests",
            HostileJars.with(MANIFEST, GOOD, "meta-inf/manifest.mf", GOOD).bytes(),
            "share one place"));
    cases.add(one("no manifest", HostileJars.with("a/B", "1").bytes(), "it has no manifest"));
    cases.add(
        one(
            "symbolic name of a core bundle",
            headers("Bundle-SymbolicName: monitor.runtime\n"),
            "monitor.runtime is a part of the platform"));
    cases.add(
        one(
            "symbolic name of the framework",
            headers("Bundle-SymbolicName: org.apache.felix.framework\n"),
            "org.apache.felix.framework is a part of the platform"));
    cases.add(
        one(
            "fragment on the core",
            headers("Bundle-SymbolicName: acme.evil\nFragment-Host: system.bundle\n"),
            "it is a fragment of system.bundle"));
    cases.add(
        one(
            "export of our package",
            headers("Bundle-SymbolicName: acme.evil\nExport-Package: monitor.api.event\n"),
            "it exports the package monitor.api.event"));
    cases.add(
        one(
            "script as a name",
            headers("Bundle-SymbolicName: <script>alert(1)</script>\n"),
            "it must be one name of letters"));
    return cases;
  }
}
