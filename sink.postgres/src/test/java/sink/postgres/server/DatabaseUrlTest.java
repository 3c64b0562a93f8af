package sink.postgres.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {
  @Test
  void readsTheFormOfTheDriver() {
    DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://db:5433/monitor?sslmode=require");
    assertThat(url.dataSource().getServerNames()).containsExactly("db");
    assertThat(url.dataSource().getPortNumbers()).containsExactly(5433);
    assertThat(url.dataSource().getDatabaseName()).isEqualTo("monitor");
    assertThat(url.dataSource().getSslMode()).isEqualTo("require");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "postgresql"})
  void readsTheFormOfEnvironments(String scheme) {
    DatabaseUrl url =
        DatabaseUrl.parse(scheme + "://me:p%40ss%3A+w@db:5433/monitor?sslmode=require");
    assertThat(url.user()).isEqualTo("me");
    assertThat(url.password()).isEqualTo("p@ss:+w");
    assertThat(url.dataSource().getPortNumbers()).containsExactly(5433);
    assertThat(url.dataSource().getSslMode()).isEqualTo("require");
  }

  @Test
  void prefersALoginOfItsOwn() {
    DatabaseUrl url = DatabaseUrl.parse("postgres://me:secret@db/monitor").withLogin("you", null);
    assertThat(url.user()).isEqualTo("you");
    assertThat(url.password()).isEqualTo("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://db/x",
        "postgres://me:secret@/monitor",
        "postgres://me:secret@db",
        "jdbc:postgresql://db:secret/x",
        "secret"
      })
  void refusesOthersWithoutRepeatingThem(String url) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("url: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void showsNoPassword() {
    assertThat(DatabaseUrl.parse("postgres://me:secret@db/monitor").toString())
        .doesNotContain("secret");
  }

  @Test
  void takesTimeOutsOfTheAddressBeforeItsOwn() {
    var given = DatabaseUrl.parse("jdbc:postgresql://h/d?socketTimeout=3&connectTimeout=4");
    assertThat(given.dataSource().getSocketTimeout()).isEqualTo(3);
    assertThat(given.dataSource().getConnectTimeout()).isEqualTo(4);
    var silent = DatabaseUrl.parse("jdbc:postgresql://h/d");
    assertThat(silent.dataSource().getSocketTimeout()).isEqualTo(90);
  }
}
