/** Contract tests and fakes for plugin authors. */
@NullMarked
package monitor.testkit;

import org.jspecify.annotations.NullMarked;
