/** The shapes of the API, as its OpenAPI document has them: tables of the configuration, and what a key takes. */

export type Scalar = string | number | boolean;
export type Value = Scalar | readonly Scalar[];

export interface ConfigKey {
  readonly key: string;
  /** Null if it is not set, or not shown. */
  readonly value: Value | null;
  /** File and line, or the variable that set it; empty if none did. */
  readonly origin: string;
  readonly secret: boolean;
  readonly editable: boolean;
}

export interface ConfigTable {
  /** Its name; of an instance `table~name`. */
  readonly pid: string;
  readonly table: string;
  readonly name: string;
  readonly description: string;
  /** Whether the table has instances, each with a name of its own. */
  readonly factory: boolean;
  readonly editable: boolean;
  readonly keys: readonly ConfigKey[];
}

/** What one value has to be; limits of durations, sizes and lengths are texts. */
export interface Item {
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly 'x-min'?: string;
  readonly 'x-max'?: string;
}

export interface Property extends Omit<Item, 'type'> {
  readonly type: Item['type'] | 'array';
  readonly items?: Item;
  readonly title: string;
  readonly description: string;
  readonly default?: Value;
  readonly writeOnly?: boolean;
}

export interface ConfigSchema {
  readonly title: string;
  readonly description: string;
  readonly properties: Readonly<Record<string, Property>>;
  readonly required: readonly string[];
}
