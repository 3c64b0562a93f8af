package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;

import monitor.api.source.Position;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private static final FileIdentity IDENTITY = new FileIdentity("(dev=1,ino=2)");

  @Test
  void survivesAsAPosition() {
    Place place =
        new Place(
            1L << 40, true, 123, new Fingerprint(1024, -1), new Fingerprint(256, 7), "/a b/c.log");
    assertThat(Place.of(place.at(IDENTITY))).isEqualTo(place);
    assertThat(place.at(IDENTITY).key()).isEqualTo("(dev=1,ino=2)");
  }

  @Test
  void isUnknownInAFormThatIsNotItsOwn() {
    assertThat(Place.of(new Position("k", 2, "1 - 0 0 0 0 0 /a"))).isNull();
    assertThat(Place.of(new Position("k", 1, null))).isNull();
    assertThat(Place.of(new Position("k", 1, "1 - 0 0 0"))).isNull();
    assertThat(Place.of(new Position("k", 1, "x - 0 0 0 0 0 /a"))).isNull();
  }
}
