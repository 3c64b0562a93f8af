package collector.metrics;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import monitor.api.event.Series;

/**
 * Temperatures of the sensors in {@code /sys/class/hwmon} (the kernel's hwmon/sysfs-interface), or
 * where there are none, of the zones in {@code /sys/class/thermal}. Most virtual machines have
 * neither. A sensor that does not answer is left out.
 */
final class TemperatureMeter implements Meter {
  private static final Series TEMPERATURE = Series.gauge("hw.temperature", "Cel");
  private static final String INPUT = "_input";

  private final Scan scan;
  private final Path chips;
  private final Path zones;
  private final Known<Series> series = new Known<>(this::series);

  TemperatureMeter(Scan scan, HostFiles host) {
    this.scan = scan;
    this.chips = host.sys("class/hwmon");
    this.zones = host.sys("class/thermal");
  }

  @Override
  public void measure(Round round) {
    int found = 0;
    for (String chip : names(chips, "hwmon", "")) {
      for (String sensor : names(chips.resolve(chip), "temp", INPUT)) {
        found += measure(round, chips.resolve(chip).resolve(sensor));
      }
    }
    if (found == 0) {
      for (String zone : names(zones, "thermal_zone", "")) {
        measure(round, zones.resolve(zone).resolve("temp"));
      }
    }
    series.sweep(gone -> {});
  }

  private static String[] names(Path folder, String prefix, String suffix) {
    String[] names =
        folder
            .toFile()
            .list((File in, String name) -> name.startsWith(prefix) && name.endsWith(suffix));
    if (names == null) {
      return new String[0];
    }
    Arrays.sort(names);
    return names;
  }

  /** Adds the temperature, which stands there in thousandths of a degree; 1 if there is one. */
  private int measure(Round round, Path input) {
    Series known = series.get(input.toString());
    if (!scan.tryOpen(input.toString())) {
      return 0;
    }
    round.add(known, scan.number() / 1e3);
    return 1;
  }

  /** The folder and the file identify a sensor; names beside it say what it is. */
  private Series series(String file) {
    Path input = Path.of(file);
    Path folder = input.resolveSibling("");
    String sensor = String.valueOf(input.getFileName()).replace(INPUT, "");
    Series identified =
        TEMPERATURE.with("hw.id", String.valueOf(folder.getFileName()) + "/" + sensor);
    Series named =
        with(identified, "hw.name", folder.resolve(sensor.equals("temp") ? "type" : "name"));
    return with(named, "hw.sensor_location", folder.resolve(sensor + "_label"));
  }

  private Series with(Series to, String attribute, Path file) {
    if (!scan.tryOpen(file.toString())) {
      return to;
    }
    String text = scan.rest();
    return text.isEmpty() ? to : to.with(attribute, text);
  }
}
