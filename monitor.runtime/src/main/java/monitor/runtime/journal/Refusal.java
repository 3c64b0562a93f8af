package monitor.runtime.journal;

/** Why an entry was not taken, see {@link AppendCallback#refused}. */
record Refusal(String reason, boolean full) {}
