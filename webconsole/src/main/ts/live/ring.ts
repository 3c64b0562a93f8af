/** The latest items of an endless row: the oldest give way. Not safe for anything but one thread. */
export class Ring<T> {
  private readonly items: (T | undefined)[];
  private start = 0;
  private size = 0;

  constructor(readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`capacity must be at least 1, not ${capacity}`);
    this.items = new Array<T | undefined>(capacity);
  }

  get length(): number {
    return this.size;
  }

  /** Adds an item; tells how many gave way, 0 or 1. */
  push(item: T): number {
    const end = (this.start + this.size) % this.capacity;
    this.items[end] = item;
    if (this.size < this.capacity) {
      this.size += 1;
      return 0;
    }
    this.start = (this.start + 1) % this.capacity;
    return 1;
  }

  /** The item at a place, 0 is the oldest; negative places count from the newest. */
  at(index: number): T | undefined {
    const place = index < 0 ? this.size + index : index;
    if (place < 0 || place >= this.size) return undefined;
    return this.items[(this.start + place) % this.capacity];
  }

  clear(): void {
    this.items.fill(undefined);
    this.start = 0;
    this.size = 0;
  }

  toArray(): T[] {
    return Array.from({ length: this.size }, (_, index) => this.at(index) as T);
  }
}
