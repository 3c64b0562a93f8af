/**
 * The oracle: writes lines whose every byte it knows, keeps its own durable ledger of them, lets
 * faults strike the platform, and afterwards says in SQL what was lost, doubled, changed or
 * reordered. It never runs inside a process that is killed and believes no answer of the platform.
 */
@org.jspecify.annotations.NullMarked
package monitor.itest.oracle;
