package monitor.api.source;

import org.jspecify.annotations.Nullable;

/**
 * A place in what a source reads: opaque to the runtime, made durable in the same write as the
 * events before it.
 *
 * @param key what it is a place in, such as the identity of a file
 * @param format version of the value's format; a later version of the plugin may read older ones
 * @param value the place; null forgets the key
 */
public record Position(String key, int format, @Nullable String value) {}
