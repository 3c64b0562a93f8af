/** How the machine of an agent gets its identity. */
@NullMarked
package monitor.cli.join;

import org.jspecify.annotations.NullMarked;
