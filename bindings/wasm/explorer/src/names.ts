/** The reader's own names for keys. What a token says of itself never becomes one. */
export class Names {
  readonly #names = new Map<string, string>();

  /** The name, or the key cut short. */
  of(did: string): string {
    return this.#names.get(did) ?? short(did);
  }

  given(did: string): string {
    return this.#names.get(did) ?? "";
  }

  set(did: string, name: string): void {
    if (name.trim() === "") this.#names.delete(did);
    else this.#names.set(did, name.trim());
  }

  /** A sentence of the engine, which cuts keys short, with the reader's names in it. */
  within(sentence: string): string {
    return sentence.replace(/did:key:(z6Mk\w+)…/g, (cut, start: string) => {
      const did = [...this.#names.keys()].find((key) => key.startsWith(`did:key:${start}`));
      return did === undefined ? cut : this.of(did);
    });
  }

  clear(): void {
    this.#names.clear();
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
