/** What every command says in the same way: exit codes, data and tables. */
@NullMarked
package monitor.cli.terminal;

import org.jspecify.annotations.NullMarked;
