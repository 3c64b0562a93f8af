package monitor.rest.views;

import monitor.api.operation.Cost;

/** What something uses, as the API writes it. */
record CostShape(double cpuSeconds, long allocatedBytes, int threads) {
  static CostShape of(Cost cost) {
    return new CostShape(cost.cpuNanos() / 1e9, cost.allocatedBytes(), cost.threads());
  }
}
