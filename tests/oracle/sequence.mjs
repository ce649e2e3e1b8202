// Runs one sequence of calls through both worlds and compares each answer.

import { differences, outcome, Side } from "./compare.mjs";
import { DIFFERENCES } from "./differences.mjs";
import { ACCOUNT, Emulator, REGION } from "./emulator.mjs";
import { ITERATOR_CHANGES, next } from "./generate.mjs";
import { Knowledge, TIMES } from "./knowledge.mjs";
import { changed } from "./numbers.mjs";
import { changes, SERVICE } from "./operations.mjs";
import { Random } from "./random.mjs";
import { Simulator } from "./simulator.mjs";

export const SHARD_LIMIT = 60;
const STEPS = [8, 45];

/** A call that cannot be made, as one before it was taken out or had no answer. */
class Unresolved extends Error {}

/** JSON in which long texts are cut. */
export const told = (value) =>
  JSON.stringify(value, (_, part) =>
    part?.length > 300 && part.slice ? `${part.slice(0, 60)}… (${part.length})` : part,
  );

/** Answers of both worlds that differ in a way that no entry of the table explains. */
export class Disagreement extends Error {
  constructor(steps, found) {
    const last = steps.at(-1);
    super(`${told(last)}\n${found.map(told).join("\n")}`);
    this.steps = steps;
  }
}

/** A simulator that is ready for a sequence, in these limits. */
export async function ready(simulator, limits) {
  const { create_ms, delete_ms, update_ms } = TIMES;
  await simulator.set({
    account: ACCOUNT,
    region: REGION,
    create_stream_ms: create_ms,
    delete_stream_ms: delete_ms,
    update_stream_ms: update_ms,
    shard_limit: SHARD_LIMIT,
    call_rates: false,
    limits,
  });
  const { StreamNames } = (await simulator.request(`${SERVICE}.ListStreams`, {})).body;
  for (const StreamName of StreamNames) await simulator.request(`${SERVICE}.DeleteStream`, { StreamName });
  return simulator.advance(10_000);
}

/** The two worlds with the same streams, and what is known of them. */
export class Pair {
  /** The steps so far. */
  steps = [];
  /** How many calls were made, and how often each known difference has shown. */
  calls = 0;
  shown = new Map();
  /** Set once the worlds differ so that going on would tell nothing. */
  isOver = false;
  #theirs = new Side();
  #ours = new Side();

  constructor(simulator, limits, at_ms) {
    this.simulator = simulator;
    this.limits = limits;
    this.known = new Knowledge(at_ms);
    this.emulator = new Emulator({ at_ms, ...TIMES, shardLimit: SHARD_LIMIT });
  }

  static async begin(simulator, limits) {
    return new Pair(simulator, limits, await ready(simulator, limits));
  }

  /** Performs a step; throws a `Disagreement`. Gives the answers, if it was a call that could be made. */
  async perform(step, number = this.steps.length) {
    this.steps.push(step);
    if (step.advance !== undefined) return this.#advance(step.advance);
    const call = this.#resolved(step);
    if (call === undefined) return undefined;
    this.calls += 1;
    const target = `${SERVICE}.${step.operation}`;
    const replies = await Promise.all([
      this.emulator.request(target, call.theirs.body),
      this.simulator.request(target, call.ours.body),
    ]);
    await this.#judge(step, number, call, replies.map(outcome));
    return replies;
  }

  async #advance(advance_ms) {
    const now_ms = await this.simulator.advance(advance_ms);
    await this.emulator.advance(now_ms);
    this.known.advance(now_ms);
  }

  /** What the call says to each world. */
  #resolved({ operation, body }) {
    try {
      const [theirs, ours] = [this.#theirs, this.#ours].map((side) => {
        const symbols = [];
        return { body: resolve(side, body, symbols), symbols };
      });
      const iterator = this.known.iterators.get(body?.ShardIterator?.step);
      return { theirs, ours, iterator, stream: operation === "GetRecords" ? iterator?.stream : body?.StreamName };
    } catch (error) {
      if (error instanceof Unresolved) return undefined;
      throw error;
    }
  }

  async #judge(step, number, call, [theirs, ours]) {
    const { operation } = step;
    const { stream } = call;
    const areAnswers = theirs.kind === "answer" && ours.kind === "answer";
    const disorder = areAnswers
      ? [this.#theirs, this.#ours].map((side, index) =>
          side.learn(number, operation, stream, [theirs, ours][index].body),
        )[1]
      : undefined;
    const shared = [
      this.#theirs.shared(theirs, stream, call.theirs.symbols),
      this.#ours.shared(ours, stream, call.ours.symbols),
    ];
    const found = differences(...shared);
    if (disorder) found.push({ path: "order of numbers", ours: disorder });
    const context = {
      pair: this,
      known: this.known,
      limits: this.limits,
      operation,
      body: call.theirs.body,
      iterator: call.iterator,
      answers: { theirs: shared[0], ours: shared[1] },
      raw: { theirs, ours },
    };
    const unexplained = [];
    for (const difference of found) {
      const entry = await this.#explanation({ ...context, ...difference });
      if (!entry) unexplained.push(difference);
      else this.shown.set(entry.id, (this.shown.get(entry.id) ?? 0) + 1);
      if (entry?.isTheEnd) this.isOver = true;
    }
    if (unexplained.length > 0) throw new Disagreement(this.steps, unexplained);
    if (theirs.kind === "none" && theirs.crash !== undefined) this.isOver = true;
    if (theirs.kind !== ours.kind && changes(operation)) this.isOver = true;
    if (areAnswers) await this.#learn(number, operation, call, theirs.body);
  }

  async #explanation(difference) {
    for (const entry of DIFFERENCES) {
      const isMeant = entry.path.test(difference.path) && (entry.operation?.test(difference.operation) ?? true);
      if (isMeant && (await entry.explains(difference))) return entry;
    }
    return undefined;
  }

  async #learn(number, operation, { theirs: { body }, iterator }, answer) {
    const phase = this.known.stream(body?.StreamName)?.phase;
    if (operation !== "GetRecords") this.known.learn(number, operation, body, answer);
    else if (answer.NextShardIterator && iterator) this.known.learnNext(number, iterator);
    // See `timers-outlive-streams` in differences.mjs.
    if (operation === "DeleteStream" && phase !== "ACTIVE") await this.#advance(TIMES.delete_ms);
  }
}

function resolve(side, value, symbols) {
  if (Array.isArray(value)) return value.map((entry) => resolve(side, entry, symbols));
  if (value === null || typeof value !== "object") return value;
  if (value.$ === undefined) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, resolve(side, entry, symbols)]));
  }
  const found = side.value(value);
  if (found === undefined) throw new Unresolved();
  const text =
    value.$ === "iterator" ? (ITERATOR_CHANGES[value.change] ?? String)(found) : changed(found, value.change);
  symbols.push([text, `<${JSON.stringify(value)}>`]);
  return text;
}

/** The limits of a sequence: both sets have their turns. */
export const limitsOf = (seed) => (seed % 3 === 0 ? "course-notes" : "current");

/** Makes up and runs the sequence of a seed. */
export async function runSeed(simulator, seed) {
  const random = new Random(seed);
  const pair = await Pair.begin(simulator, limitsOf(seed));
  for (let left = random.between(...STEPS); left > 0 && !pair.isOver; left--) {
    if (random.chance(0.3)) await pair.perform({ advance: random.between(1, 40) });
    await pair.perform(next(random, pair.known));
  }
  return pair;
}

/** Runs steps; gives the disagreement that they end in, if they do. */
async function disagreement(simulator, limits, steps) {
  const pair = await Pair.begin(simulator, limits);
  try {
    for (const { step, number } of steps) {
      if (pair.isOver) break;
      await pair.perform(step, number);
    }
  } catch (error) {
    if (error instanceof Disagreement) return error;
    throw error;
  }
  return undefined;
}

/** A shorter sequence that ends in a disagreement too: without the steps that can be left out. */
export async function shortest(limits, steps) {
  const simulator = new Simulator();
  try {
    let kept = steps.map((step, number) => ({ step, number }));
    let last = await disagreement(simulator, limits, kept);
    if (last === undefined) return undefined;
    for (let size = 16; size >= 1; size = Math.floor(size / 2)) {
      for (let end = kept.length - 1; end > 0; end -= size) {
        const without = [...kept.slice(0, Math.max(end - size, 0)), ...kept.slice(end)];
        const found = await disagreement(simulator, limits, without);
        if (found !== undefined) [kept, last] = [without, found];
      }
    }
    return last;
  } finally {
    simulator.close();
  }
}
