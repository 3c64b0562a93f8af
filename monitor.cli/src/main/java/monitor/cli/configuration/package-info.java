/** {@code monitor config}: what a running platform is set to, and what sets it. */
@NullMarked
package monitor.cli.configuration;

import org.jspecify.annotations.NullMarked;
