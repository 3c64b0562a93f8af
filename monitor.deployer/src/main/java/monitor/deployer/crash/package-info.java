/** Which plugin ended the process, and what follows from that. */
@NullMarked
package monitor.deployer.crash;

import org.jspecify.annotations.NullMarked;
