import type { ConfigKey, ConfigSchema, ConfigTable, Item, Property, Scalar, Value } from '../../api/configuration';
import type { ApiProblem } from '../../api/problem';

/** What a person typed and has not applied: the text of a key, or null to leave it to the files again. */
export type Draft = Readonly<Record<string, string | null>>;

/** What would change with a key. */
export interface Change {
  readonly key: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

const MASKED = '//***@';

/** Whether the key is set over the files: what sets it is the file that the API writes. */
export function overlaid({ pid }: ConfigTable, { origin }: ConfigKey): boolean {
  return new RegExp(`(^|/)${pid.replaceAll('.', '\\.')}\\.json(:\\d+)?$`).test(origin);
}

/** Set, but something that is not for showing was put into it. */
export function hidden({ value, origin, secret }: ConfigKey): boolean {
  return !secret && value === null && origin !== '';
}

const lines = (value: Value) => (Array.isArray(value) ? value.join('\n') : String(value));

/** What is in force, as a person types it: of a list one item in each line. */
export function textOf({ value }: Pick<ConfigKey, 'value'>, property: Property): string {
  return lines(value ?? property.default ?? '');
}

/** Takes in what was typed; what is as before is no change. */
export function edited(draft: Draft, key: ConfigKey, property: Property, text: string | null | undefined): Draft {
  const { [key.key]: _, ...others } = draft;
  return text === undefined || text === textOf(key, property) ? others : { ...others, [key.key]: text };
}

/** What is no number is left for the platform to refuse. */
function scalar(text: string, type: Item['type']): Scalar {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'string' || text.trim() === '' || Number.isNaN(Number(text))) return text;
  return Number(text);
}

/** What is sent for a text. */
export function valueOf(text: string, property: Property): Value {
  if (property.type !== 'array') return scalar(text, property.type);
  const type = property.items?.type ?? 'string';
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => scalar(line, type));
}

/** All that is to stand over the files: what stands there already, with the draft put into it. */
export function valuesOf(table: ConfigTable, schema: ConfigSchema, draft: Draft): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const key of table.keys) {
    const property = schema.properties[key.key];
    const typed = draft[key.key];
    if (typed === undefined) {
      if (overlaid(table, key) && key.value !== null) values[key.key] = key.value;
    } else if (typed !== null && property) values[key.key] = valueOf(typed, property);
  }
  return values;
}

/** Keys set over the files whose value is shown in part only: they cannot be sent again as they are. */
export function untold(table: ConfigTable, draft: Draft): readonly string[] {
  return table.keys.filter((key) => draft[key.key] === undefined && overlaid(table, key) && key.value !== null && lines(key.value).includes(MASKED)).map(({ key }) => key);
}

/** What would change, in the order of the table. */
export function changesOf(table: ConfigTable, schema: ConfigSchema, draft: Draft): readonly Change[] {
  return table.keys.flatMap((key) => {
    const property = schema.properties[key.key];
    const typed = draft[key.key];
    if (typed === undefined || !property) return [];
    const before = hidden(key) ? 'not shown' : textOf(key, property);
    const standard = property.default === undefined ? 'not set' : lines(property.default);
    return [{ key: key.key, title: property.title, before, after: typed ?? `what the files say, else ${standard}` }];
  });
}

/** What is wrong with which key, and what is wrong with none that is known. */
export function faultsOf(problem: ApiProblem | undefined, keys: readonly string[]): { readonly byKey: ReadonlyMap<string, string>; readonly others: readonly string[] } {
  const named = (problem?.faults ?? []).map(({ field, message }) => ({ key: field.replace(/^values\./, ''), message }));
  return {
    byKey: new Map(named.filter(({ key }) => keys.includes(key)).map(({ key, message }) => [key, message])),
    others: named.filter(({ key }) => !keys.includes(key)).map(({ key, message }) => `${key}: ${message}`),
  };
}

/** What a plugin says of its keys: its words have `key: what is wrong`, whatever stands before and after them. */
export function complaintsOf(reason: string, keys: readonly string[]): ReadonlyMap<string, string> {
  const found = keys.flatMap((key) => {
    const said = new RegExp(`(?:^|[\\s.])${key.replaceAll('.', '\\.')}: ([^;\n]+)`).exec(reason)?.[1];
    return said ? [[key, said.trim()] as const] : [];
  });
  return new Map(found);
}

interface Plugged {
  readonly name: string;
  readonly reason: string;
}

interface Running {
  readonly name: string;
  readonly plugin: string;
}

/**
 * Which plugin takes a table: the one whose name it begins with, as `analysis.alerts.rule` does with `analysis.alerts`;
 * else the one that runs something of that name, or says that it waits for it.
 */
export function ownerOf<T extends Plugged>(table: string, plugins: readonly T[], running: readonly Running[]): T | undefined {
  const owning = plugins.filter(({ name }) => table === name || table.startsWith(`${name}.`)).sort((a, b) => b.name.length - a.name.length)[0];
  const runs = running.find(({ name }) => name.split('~')[0] === table)?.plugin;
  return owning ?? plugins.find(({ name, reason }) => name === runs || reason.includes(`[${table}]`));
}

/** What a key takes, in words. */
export function limitsOf(property: Property): string {
  const item = property.items ?? property;
  const least = item.minimum ?? item['x-min'];
  const most = item.maximum ?? item['x-max'];
  const letters = item.type === 'string' && [least, most].some((limit) => /^\d+$/.test(String(limit ?? ''))) ? ' characters' : '';
  const range = least !== undefined && most !== undefined ? `${least} to ${most}${letters}` : least !== undefined ? `at least ${least}${letters}` : most !== undefined ? `at most ${most}${letters}` : '';
  const choice = property.items?.enum ? `of ${property.items.enum.join(', ')}` : '';
  return [property.type === 'array' ? 'one each line' : '', choice, range].filter(Boolean).join(', ');
}
