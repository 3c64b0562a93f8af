/** Collection tasks: who does them, and who may. */
@NullMarked
package monitor.runtime.task;

import org.jspecify.annotations.NullMarked;
