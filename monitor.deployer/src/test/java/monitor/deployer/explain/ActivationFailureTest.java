package monitor.deployer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivationFailureTest {
  private static final int OURS = Runtime.version().feature();

  @Test
  void tellsTheLastCause() {
    Exception failure =
        new IllegalStateException("outer", new java.io.IOException("the disk is gone"));
    assertThat(ActivationFailure.words(failure))
        .isEqualTo("it failed when it was started: IOException: the disk is gone");
  }

  @Test
  void saysWhatAnExceptionWithoutMessageWas() {
    assertThat(ActivationFailure.words("java.lang.NullPointerException"))
        .isEqualTo("it failed when it was started: NullPointerException");
  }

  @Test
  void saysWhereTheAuthorHasToLook() {
    String trace =
        """
        java.lang.IllegalStateException: outer
        \tat com.acme.Outer.run(Outer.java:1)
        Caused by: java.lang.IllegalArgumentException: 0 is no port
        \tat java.base/java.util.Objects.check(Objects.java:5)
        \tat acme.plugin//com.acme.Port.<init>(Port.java:7)
        \tat org.apache.felix.scr.Impl.make(Impl.java:9)
        """;
    assertThat(ActivationFailure.words(trace))
        .isEqualTo(
            "it failed when it was started: IllegalArgumentException: 0 is no port; look at"
                + " com.acme.Port.<init>(Port.java:7)");
  }

  @Test
  void saysWhichPackageAMissingClassIsIn() {
    assertThat(ActivationFailure.words(new NoClassDefFoundError("com/acme/Tool")))
        .isEqualTo(
            "it uses the class com.acme.Tool, which is neither in its jar nor imported; put the"
                + " library into the jar or import the package com.acme");
  }

  @Test
  void readsTheMissingClassOutOfTheLoadersMessage() {
    String trace =
        """
        java.lang.NoClassDefFoundError: com/acme/Tool
        \tat a.b(C.java:1)
        Caused by: java.lang.ClassNotFoundException: com.acme.Tool not found by hello [7]
        \t... 3 more
        """;
    assertThat(ActivationFailure.words(trace)).startsWith("it uses the class com.acme.Tool, which");
  }

  @Test
  void saysForWhichJavaAClassWasCompiled() {
    assertThat(
            ActivationFailure.words(
                new UnsupportedClassVersionError(
                    "a/B has been compiled by a more recent version of the Java Runtime (class file"
                        + " version 143.0)")))
        .isEqualTo(
            "it was compiled for Java 99, and this platform runs on Java %d; compile it with --release %d"
                .formatted(OURS, OURS));
  }

  @Test
  void saysThatALibraryDiffers() {
    assertThat(ActivationFailure.words(new NoSuchMethodError("'void a.B.c()'")))
        .contains("another version of a library")
        .contains("'void a.B.c()'");
  }

  @Test
  void survivesATextThatIsNoTrace() {
    assertThat(ActivationFailure.words("???")).isEqualTo("it failed when it was started: ???");
    assertThat(ActivationFailure.words("")).contains("no reason was given");
  }
}
