/** Two maps without a key in common, read as one: of 24,000 companies a copy takes longer than all look-ups of a post. */
export class JoinedMap<Value> implements ReadonlyMap<string, Value> {
  readonly #first: ReadonlyMap<string, Value>;
  readonly #second: ReadonlyMap<string, Value>;

  constructor(first: ReadonlyMap<string, Value>, second: ReadonlyMap<string, Value>) {
    this.#first = first;
    this.#second = second;
  }

  get size(): number {
    return this.#first.size + this.#second.size;
  }

  get(key: string): Value | undefined {
    return this.#first.get(key) ?? this.#second.get(key);
  }

  has(key: string): boolean {
    return this.#first.has(key) || this.#second.has(key);
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }

  *entries(): MapIterator<[string, Value]> {
    yield* this.#first;
    yield* this.#second;
  }

  *keys(): MapIterator<string> {
    yield* this.#first.keys();
    yield* this.#second.keys();
  }

  *values(): MapIterator<Value> {
    yield* this.#first.values();
    yield* this.#second.values();
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }
}
