// Chance from a seed: the same numbers everywhere and for ever.

/** A source of chance (splitmix64). */
export class Random {
  #state;

  constructor(seed) {
    this.#state = BigInt.asUintN(64, BigInt(seed));
  }

  /** 64 random bits. */
  bits() {
    this.#state = BigInt.asUintN(64, this.#state + 0x9e3779b97f4a7c15n);
    let mixed = this.#state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  }

  /** A whole number from 0 to `end` - 1. */
  below(end) {
    return Number(this.bits() >> 11n) % end;
  }

  /** A whole number from `least` to `most`. */
  between(least, most) {
    return least + this.below(most - least + 1);
  }

  /** Whether something happens that happens so often. */
  chance(probability) {
    return Number(this.bits() >> 11n) / 2 ** 53 < probability;
  }

  /** One of several. */
  pick(values) {
    return values[this.below(values.length)];
  }

  /** The name of one of several, by their weights. */
  weighted(weights) {
    const entries = Object.entries(weights);
    let left = this.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [name, weight] of entries) {
      if (left < weight) return name;
      left -= weight;
    }
    throw new Error("the weights are whole numbers");
  }
}
