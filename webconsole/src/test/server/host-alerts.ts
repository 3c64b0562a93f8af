import type { Alert, Alerts, Channel, Rule, RuleView } from '../../main/ts/api/alerts';
import { HOST } from './host-metrics';

const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function rule(metric: string, threshold: number, rest: Partial<Rule> = {}): Rule {
  return { metric, hosts: [], attributes: {}, comparison: '>', threshold, hysteresis: 0, hold: '0s', coolDown: '5m', noData: '10m', severity: 'warning', webhooks: [], ...rest };
}

function alert(name: string, rest: Partial<Alert>): Alert {
  return { id: `${name}-1`, rule: name, severity: 'warning', state: 'firing', host: HOST, metric: 'queue.depth', unit: '{item}', attributes: { queue: 'in' }, condition: '> 100', value: 180, since: at(4), ended: null, reason: null, ...rest };
}

const DISK = { metric: 'system.filesystem.utilization', unit: '1', condition: '> 0.9', attributes: { 'system.device': '/dev/nvme0n1p2', 'system.filesystem.mountpoint': '/var/lib/a-very-long-path/of-a-volume/that-wraps' } };

/** The imagined alerts: rules of a file and of the API, some beyond their threshold. */
export class HostAlerts {
  readonly rules: RuleView[];

  constructor(private readonly empty: boolean) {
    this.rules = empty ? [] : [
      { name: 'busy', origin: '/etc/monitor/monitor.toml:12', editable: false, problem: null, rule: rule('system.cpu.utilization', 0.9, { attributes: { 'cpu.mode': '', 'cpu.logical_number': '' }, hysteresis: 0.1, hold: '30s' }) },
      { name: 'disk', origin: '/etc/monitor/monitor.toml:21', editable: false, problem: null, rule: rule(DISK.metric, 0.9, { severity: 'critical', hosts: ['db*'], webhooks: ['ops'] }) },
      { name: 'memory', origin: '/etc/monitor/monitor.toml:30', editable: false, problem: "/etc/monitor/monitor.toml:34: analysis.alerts.rule~memory.webhooks: there is no [[analysis.alerts.webhook]] 'pager'", rule: null },
      { name: 'queue', origin: 'api', editable: true, problem: null, rule: rule('queue.depth', 100, { attributes: { queue: 'in' }, hysteresis: 20, hold: '1m' }) },
    ];
  }

  shown(): Alerts {
    if (this.empty) return { alerts: [], ended: [] };
    return {
      alerts: [alert('busy', { state: 'pending', id: '', metric: 'system.cpu.utilization', unit: '1', attributes: {}, condition: '> 0.9', value: 0.943, since: at(0.2) }), alert('disk', { ...DISK, severity: 'critical', host: 'db-1', value: 0.967, since: at(130) }), alert('queue', {})],
      ended: [alert('disk', { ...DISK, state: 'resolved', severity: 'critical', host: 'db-2', value: 0.71, since: at(300), ended: at(240), reason: 'the value is back' }), alert('queue', { state: 'resolved', since: at(620), ended: at(600), reason: 'no data for 10m' })],
    };
  }

  channels(): Channel[] {
    if (this.empty) return [];
    return [
      { name: 'ops', type: 'webhook', target: 'https://ops.example.org/…', waiting: 0, delivered: 1204, dropped: 0, lastDelivered: at(4), problem: null },
      { name: 'pager', type: 'webhook', target: 'https://pager.example.net:8443/…', waiting: 3, delivered: 17, dropped: 1, lastDelivered: at(190), problem: 'it answered 503' },
    ];
  }

  /** The rule as it is then; a text says what is wrong with it. */
  put(name: string, made: Rule): RuleView | string {
    if (typeof made.threshold !== 'number') return 'threshold: is missing';
    const view = { name, origin: 'api', editable: true, problem: null, rule: made };
    this.remove(name);
    this.rules.push(view);
    return view;
  }

  remove(name: string): boolean {
    const place = this.rules.findIndex((one) => one.name === name);
    if (place >= 0) this.rules.splice(place, 1);
    return place >= 0;
  }
}
