/** Serves the files of the console, which the build made of {@code src/main/ts}. */
@NullMarked
package webconsole;

import org.jspecify.annotations.NullMarked;
