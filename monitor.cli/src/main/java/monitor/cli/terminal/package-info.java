/** What every command says in the same way: exit codes, data, tables and questions. */
@NullMarked
package monitor.cli.terminal;

import org.jspecify.annotations.NullMarked;
