package monitor.deployer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MissingRequirementTest {
  private static String words(String namespace, String filter, Offer... offers) {
    return new MissingRequirement(namespace, filter, List.of(offers)).words();
  }

  @Test
  void namesAPackageThatNobodyOffers() {
    assertThat(words("osgi.wiring.package", "(osgi.wiring.package=com.acme)"))
        .isEqualTo(
            "it needs the package com.acme, which no bundle offers; put the library into the"
                + " plugin's jar (bnd: -includeresource or -privatepackage), or correct the name in"
                + " Import-Package");
  }

  @Test
  void namesAVersionThatNobodyOffersAndTheOnesThatAre() {
    assertThat(
            words(
                "osgi.wiring.package",
                "(&(osgi.wiring.package=com.acme)(version>=1.2.0)(!(version>=2.0.0)))",
                new Offer("acme.lib", "2.1.0"),
                new Offer("acme.old", "1.1.0")))
        .isEqualTo(
            "it needs the package com.acme in version 1.2 or later, before 2.0, and what is offered"
                + " is 2.1.0 (by acme.lib), 1.1.0 (by acme.old); build it against an offered version");
  }

  @Test
  void readsEachFormOfARange() {
    assertThat(words("osgi.wiring.package", "(&(osgi.wiring.package=a)(version>=1.2.3.x))"))
        .startsWith("it needs the package a in version 1.2.3.x or later, which");
    assertThat(words("osgi.wiring.package", "(&(osgi.wiring.package=a)(!(version>=2.0.0)))"))
        .startsWith("it needs the package a in a version before 2.0, which");
  }

  @Test
  void namesABundle() {
    assertThat(
            words("osgi.wiring.bundle", "(&(osgi.wiring.bundle=acme.lib)(bundle-version>=1.0.0))"))
        .isEqualTo(
            "it needs the bundle acme.lib in version 1.0 or later, which no bundle offers; install"
                + " that bundle, or import its packages instead");
  }

  @Test
  void saysThatAJavaIsTooNew() {
    int ours = Runtime.version().feature();
    assertThat(words("osgi.ee", "(&(osgi.ee=JavaSE)(version=99))"))
        .isEqualTo(
            "it needs Java 99, and this platform runs on Java %d; compile it with --release %d"
                .formatted(ours, ours));
  }

  @Test
  void showsTheFilterOfAnythingElse() {
    assertThat(words("acme.thing", "(size>=3)"))
        .isEqualTo(
            "it requires the capability acme.thing with (size>=3), which no bundle offers; install a"
                + " bundle that does");
  }
}
