/** Deployment of plugins. */
@NullMarked
package monitor.deployer;

import org.jspecify.annotations.NullMarked;
