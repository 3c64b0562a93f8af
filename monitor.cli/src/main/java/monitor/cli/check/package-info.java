/** What {@code monitor check} tries beside reading the configuration: folders and addresses. */
@NullMarked
package monitor.cli.check;

import org.jspecify.annotations.NullMarked;
