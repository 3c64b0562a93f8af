/** Commands about the installation that is here: it is configured, checked and run. */
@NullMarked
package monitor.cli.installation;

import org.jspecify.annotations.NullMarked;
