/** Whether a file is a plugin that may be installed: pure checks of its bytes and its manifest. */
@NullMarked
package monitor.deployer.verify;

import org.jspecify.annotations.NullMarked;
