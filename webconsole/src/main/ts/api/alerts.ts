/** The shapes of the API, as its OpenAPI document has them: alerts, their rules, and where they are told. Times are RFC 3339. */

export type Severity = 'info' | 'warning' | 'critical';

export interface Alert {
  /** Empty while it is pending. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly state: 'pending' | 'firing' | 'resolved';
  readonly host: string;
  readonly metric: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Such as `> 0.9`. */
  readonly condition: string;
  readonly value: number | null;
  readonly since: string;
  readonly ended?: string | null;
  readonly reason?: string | null;
}

export interface Alerts {
  readonly alerts: readonly Alert[];
  /** What was over last, the latest first. */
  readonly ended: readonly Alert[];
}

export interface Rule {
  readonly metric: string;
  readonly hosts: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly comparison: string;
  readonly threshold: number;
  readonly hysteresis: number;
  readonly hold: string;
  readonly coolDown: string;
  readonly noData: string;
  readonly severity: Severity;
  readonly webhooks: readonly string[];
}

export interface RuleView {
  readonly name: string;
  /** File and line, or `api`. */
  readonly origin: string;
  readonly editable: boolean;
  readonly problem: string | null;
  readonly rule: Rule | null;
}

export interface Channel {
  readonly name: string;
  readonly type: 'webhook';
  readonly target: string;
  readonly waiting: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly lastDelivered: string | null;
  readonly problem: string | null;
}
