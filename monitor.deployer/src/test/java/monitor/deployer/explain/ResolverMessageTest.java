package monitor.deployer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResolverMessageTest {
  @Test
  void namesThePackageThatIsSeenTwice() {
    assertThat(
            ResolverMessage.words(
                "Uses constraint violation. Unable to resolve resource hello [hello [9](R 9.0)]"
                    + " because it is exposed to package 'com.acme.a' from resources lib.one [lib.one"
                    + " [7](R 7.0)] and lib.two [lib.two [8](R 8.0)] via two dependency chains."))
        .isEqualTo(
            "it would see the package com.acme.a twice, from lib.one and from lib.two; let it import"
                + " the package in the version that the others use");
  }

  @Test
  void passesOnWhatItDoesNotKnow() {
    assertThat(ResolverMessage.words("something else\nmore"))
        .isEqualTo("the framework cannot wire it: something else");
  }
}
