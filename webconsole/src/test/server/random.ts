/** A seeded generator (mulberry32), so that a fixture looks the same in every run. */
export class Random {
  constructor(private state: number) {}

  /** 0 up to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)] as T;
  }
}

/** A value that is the same for the same place: noise for a time series that nobody stored. */
export function noise(place: number, salt: number): number {
  return new Random((place * 2654435761 + salt * 40503) | 0).next();
}

/** Noise without steps: interpolated between places. */
export function smooth(place: number, salt: number): number {
  const whole = Math.floor(place);
  const part = place - whole;
  const eased = part * part * (3 - 2 * part);
  return noise(whole, salt) * (1 - eased) + noise(whole + 1, salt) * eased;
}
