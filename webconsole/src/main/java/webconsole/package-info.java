/** Web console. */
@NullMarked
package webconsole;

import org.jspecify.annotations.NullMarked;
