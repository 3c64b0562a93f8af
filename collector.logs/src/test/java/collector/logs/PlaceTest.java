package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import monitor.api.source.Position;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private static final FileIdentity IDENTITY = new FileIdentity("(dev=1,ino=2)");

  @Test
  void survivesAsAPosition() {
    Place place =
        new Place(
            1L << 40,
            true,
            123,
            new Fingerprint(1024, -1),
            new Fingerprint(256, 7),
            Path.of("/a b/c.log"));
    assertThat(Place.of(place.at(IDENTITY))).isEqualTo(place);
    assertThat(place.at(IDENTITY).key()).isEqualTo("(dev=1,ino=2)");
  }

  /** Of one byte that is no UTF-8, and of two that are. */
  @Test
  void keepsAPathThatTheLocaleHasNoCharactersFor() {
    for (String name : List.of("caf%E9%20.log", "caf%C3%A9%20.log")) {
      Path path = Path.of(URI.create("file:///a/" + name));
      Place place = new Place(1, false, 0, Fingerprint.NONE, Fingerprint.NONE, path);
      assertThat(Place.of(place.at(IDENTITY))).isEqualTo(place);
    }
  }

  @Test
  void takesAPathOfAnotherLocaleForUtf8() {
    Place place = Place.of(new Position("k", 1, "1 - 0 0 0 0 0 /a/caf\u00e9 +%2F.log"));
    assertThat(place).isNotNull();
    assertThat(place.path()).isEqualTo(Path.of(URI.create("file:///a/caf%C3%A9%20+%252F.log")));
  }

  @Test
  void isUnknownInAFormThatIsNotItsOwn() {
    assertThat(Place.of(new Position("k", 2, "1 - 0 0 0 0 0 /a"))).isNull();
    assertThat(Place.of(new Position("k", 1, null))).isNull();
    assertThat(Place.of(new Position("k", 1, "1 - 0 0 0"))).isNull();
    assertThat(Place.of(new Position("k", 1, "x - 0 0 0 0 0 /a"))).isNull();
    assertThat(Place.of(new Position("k", 1, "1 - 0 0 0 0 0 /a\0"))).isNull();
  }
}
