/** The reader's own names for keys. What a token says of itself never becomes one. */
export class Names {
  readonly #names = new Map<string, string>();
  readonly #known = new Set<string>();

  /** The name, or the key cut short. */
  of(did: string): string {
    return this.#names.get(did) ?? short(did);
  }

  given(did: string): string {
    return this.#names.get(did) ?? "";
  }

  set(did: string, name: string): void {
    this.#known.add(did);
    if (name.trim() === "") this.#names.delete(did);
    else this.#names.set(did, name.trim());
  }

  /** A sentence of the engine, which cuts unnamed keys short in its own way, with keys as they stand in the page. */
  within(sentence: string): string {
    return sentence.replace(/did:key:(z6Mk\w+)…/g, (cut, start: string) => {
      const did = [...this.#known].find((key) => key.startsWith(`did:key:${start}`));
      return did === undefined ? cut : this.of(did);
    });
  }

  clear(): void {
    this.#names.clear();
    this.#known.clear();
  }

  /** Keys that sentences may speak of. */
  know(dids: Iterable<string>): void {
    for (const did of dids) this.#known.add(did);
  }

  entries(): [did: string, name: string][] {
    return [...this.#names];
  }
}

/** A key cut short, for people: `z6MkjR…4fTQ`. */
export function short(did: string): string {
  const key = did.replace(/^did:key:/, "");
  return `${key.slice(0, 6)}…${key.slice(-4)}`;
}
