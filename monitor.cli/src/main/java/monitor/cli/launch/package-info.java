/** Starts the platform: data folder, logging, framework, readiness, stop. */
@NullMarked
package monitor.cli.launch;

import org.jspecify.annotations.NullMarked;
