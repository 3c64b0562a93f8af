import type { ConfigKey, ConfigSchema, ConfigTable, Item, Property, Value } from '../../main/ts/api/configuration';
import type { Fault } from '../../main/ts/api/problem';

const FILE = '/etc/monitor/monitor.toml';

interface Described {
  readonly name: string;
  readonly description: string;
  readonly factory?: boolean;
  readonly closed?: boolean;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
}

type Set = Readonly<Record<string, { readonly value: Value | null; readonly origin: string; readonly locked?: boolean }>>;

function key(type: Property['type'], title: string, description: string, rest: Partial<Property> = {}): Property {
  return { type, title, description, ...rest };
}

const TABLES: Readonly<Record<string, Described>> = {
  'collector.logs': {
    name: 'Log files', description: 'Follows log files and remembers where it was.', factory: true, required: ['paths'],
    properties: {
      paths: key('array', 'Paths', 'Files to follow; * and ** stand for names and folders.', { items: { type: 'string' } }),
      start: key('string', 'Start', 'Where a file begins that was never seen.', { enum: ['beginning', 'end'], default: 'end' }),
      'max-line': key('string', 'Longest line', 'What is longer is cut.', { 'x-min': '256B', 'x-max': '512KiB', default: '64KiB' }),
      'max-open-files': key('integer', 'Open files', 'At most at a time.', { minimum: 1, default: 256 }),
      encoding: key('string', 'Encoding', 'Of the files.', { default: 'utf-8' }),
    },
  },
  'collector.metrics': {
    name: 'Host metrics', description: 'CPU, memory, disks, network and processes of this host.',
    properties: {
      interval: key('string', 'Interval', 'How often everything is read.', { 'x-min': '100ms', 'x-max': '1h', default: '1s' }),
      processes: key('integer', 'Processes', 'How many processes are told, those that use most.', { minimum: 0, maximum: 1000, default: 20 }),
      containers: key('boolean', 'Containers', 'Whether control groups are read too.', { default: true }),
      'smooth-over': key('number', 'Smoothing', 'Weight of the latest reading.', { minimum: 0, maximum: 1, default: 0.5 }),
    },
  },
  deployer: { name: 'Deployer', description: 'Which plugins may run.', closed: true, properties: { signature: key('string', 'Signatures', 'Whether plugins have to be signed.', { enum: ['off', 'warn', 'enforce'], default: 'warn' }) } },
  'sink.postgres': {
    name: 'PostgreSQL', description: 'Stores everything in PostgreSQL.',
    properties: {
      url: key('string', 'Address', 'Of the database; empty for the embedded one.', { default: '' }),
      '.password': key('string', 'Password', 'Of its user.', { writeOnly: true }),
      retention: key('string', 'Retention', 'How long everything is kept.', { 'x-min': '1h', default: '30d' }),
    },
  },
};

function setOf(): Record<string, Set> {
  return {
    'collector.logs~app': { paths: { value: ['/var/log/app/*.log'], origin: `${FILE}:8` }, 'max-line': { value: '16KiB', origin: `${FILE}:9`, locked: true } },
    'collector.logs~nginx': { paths: { value: ['/var/log/nginx/access.log', '/var/log/nginx/error.log'], origin: `${FILE}:13` }, 'max-line': { value: '1MiB', origin: '/var/lib/monitor/config/collector.logs~nginx.json:1' } },
    'collector.metrics': { interval: { value: '2s', origin: '/var/lib/monitor/config/collector.metrics.json:1' }, processes: { value: 50, origin: `${FILE}:4` } },
    deployer: {},
    'sink.postgres': { url: { value: null, origin: `${FILE}:20` }, '.password': { value: null, origin: 'MONITOR_SINK_POSTGRES__PASSWORD' } },
  };
}

function wrong(one: Value, item: Item | undefined): string {
  if (item?.type === 'integer' && !Number.isInteger(one)) return `${JSON.stringify(one)} is no whole number`;
  if (item?.minimum !== undefined && Number(one) < item.minimum) return `${String(one)} is less than ${item.minimum}`;
  if (item?.maximum !== undefined && Number(one) > item.maximum) return `${String(one)} is more than ${item.maximum}`;
  if (item?.enum && !item.enum.includes(String(one))) return `'${String(one)}' is not one of ${item.enum.join(', ')}`;
  return item?.['x-min'] && !/^\d+(ms|s|m|h|d|B|KiB|MiB)$/.test(String(one)) ? `'${String(one)}' is no duration and no size` : '';
}

/** The imagined configuration: tables of plugins with instances, something locked, something hidden, something set over the files. */
export class HostConfiguration {
  private readonly set: Record<string, Set>;

  constructor(empty: boolean) {
    this.set = empty ? { 'collector.metrics': {}, 'sink.postgres': {} } : setOf();
  }

  tables(): ConfigTable[] {
    const pids = new Set([...Object.keys(TABLES), ...Object.keys(this.set)]);
    return [...pids].sort().map((pid) => this.table(pid)).filter((table) => table !== undefined);
  }

  table(pid: string): ConfigTable | undefined {
    const [name = ''] = pid.split('~');
    const described = TABLES[name];
    if (!described || (pid.includes('~') && !(pid in this.set))) return undefined;
    const set = this.set[pid] ?? {};
    const keys = Object.entries(described.properties).map(([id, property]): ConfigKey => ({
      key: id, value: set[id]?.value ?? null, origin: set[id]?.origin ?? '', secret: property.writeOnly ?? false, editable: !described.closed && !property.writeOnly && !set[id]?.locked }));
    return { pid, table: name, name: described.name, description: described.description, factory: described.factory ?? false, editable: !described.closed, keys };
  }

  schema(pid: string): ConfigSchema | undefined {
    const described = TABLES[pid.split('~')[0] ?? ''];
    return described && { title: described.name, description: described.description, properties: described.properties, required: described.required ?? [] };
  }

  /** What is wrong with it; sets it if nothing is, unless it is asked only. */
  put(pid: string, values: Readonly<Record<string, Value>>, dryRun: boolean): readonly Fault[] {
    const described = TABLES[pid.split('~')[0] ?? ''];
    const ofFiles = Object.fromEntries(Object.entries(this.set[pid] ?? {}).filter(([, { origin }]) => !origin.includes('.json')));
    const faults = Object.entries(values).flatMap(([id, value]): Fault[] => {
      const property = described?.properties[id];
      const message = ofFiles[id]?.locked ? 'is left out: the file locks this key' : [value].flat().map((one) => wrong(one, property?.items ?? (property as Item))).find(Boolean);
      return message ? [{ field: `values.${id}`, message }] : [];
    });
    for (const id of described?.required ?? []) if (!(id in values) && !(id in ofFiles)) faults.push({ field: `values.${id}`, message: `'${id}' is required` });
    const gone = pid in this.set && pid.includes('~') && Object.keys(values).length === 0 && Object.keys(ofFiles).length === 0;
    if (!gone && faults.length > 0) return faults;
    const origin = `/var/lib/monitor/config/${pid}.json:1`;
    if (dryRun) return [];
    if (gone) delete this.set[pid];
    else this.set[pid] = { ...ofFiles, ...Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, origin }])) };
    return [];
  }
}
