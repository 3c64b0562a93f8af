/** Asks for what is stored: metrics, log lines and which targets answer. */
@NullMarked
package monitor.cli.query;

import org.jspecify.annotations.NullMarked;
