package monitor.config;

import java.nio.file.Path;

/**
 * A key that was set somewhere.
 *
 * @param value {@code String}, {@code Long}, {@code Double}, {@code Boolean} or a {@code List} of
 *     them
 * @param file where it was set
 * @param line counted from 1; 0 if it was not set in a line
 * @param expanded whether a variable was put in, so that it is a text whatever it stands for
 */
record Setting(Object value, Path file, int line, boolean expanded) {}
