/**
 * Configuration files: read, expanded, validated against the descriptions in the bundles, and
 * applied. Plain Java, so that the launcher can check a configuration before anything runs; the
 * component that applies it lives in {@code monitor.config.live}.
 */
@NullMarked
package monitor.config;

import org.jspecify.annotations.NullMarked;
