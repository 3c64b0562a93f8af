package collector.metrics;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of devices or processes by name; one that was not looked up since the last sweep is
 * forgotten. Used by one thread.
 */
final class Known<V> {
  private final Map<String, Entry<V>> entries = new HashMap<>();
  private final Function<String, V> whenNew;
  private long sweep;

  private static final class Entry<V> {
    private final V value;
    private long seen;

    Entry(V value) {
      this.value = value;
    }
  }

  Known(Function<String, V> whenNew) {
    this.whenNew = whenNew;
  }

  /** What is known under a name, made when it is new. */
  V get(String name) {
    @Nullable Entry<V> entry = entries.get(name);
    if (entry == null) {
      entry = new Entry<>(whenNew.apply(name));
      entries.put(name, entry);
    }
    entry.seen = sweep;
    return entry.value;
  }

  /** Forgets what was not looked up since the last sweep, after showing it. */
  void sweep(Consumer<V> gone) {
    Iterator<Entry<V>> all = entries.values().iterator();
    while (all.hasNext()) {
      Entry<V> entry = all.next();
      if (entry.seen != sweep) {
        gone.accept(entry.value);
        all.remove();
      }
    }
    sweep++;
  }

  int size() {
    return entries.size();
  }
}
