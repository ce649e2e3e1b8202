// Runs sequences through both worlds: `node tests/oracle/run.mjs [--sequences N] [--seed S]`.
//
// The first disagreement is made as short as it can be and told; then the status is 1.

import { parseArgs } from "node:util";
import { DIFFERENCES } from "./differences.mjs";
import { Disagreement, limitsOf, runSeed, shortest, told } from "./sequence.mjs";
import { Simulator } from "./simulator.mjs";

const { values } = parseArgs({ options: { sequences: { type: "string" }, seed: { type: "string" } } });
const [sequences, first] = [Number(values.sequences ?? 3_000), Number(values.seed ?? 1)];

const started = performance.now();
const shown = new Map();
let calls = 0;
const simulator = new Simulator();
for (let seed = first; seed < first + sequences; seed++) {
  try {
    const pair = await runSeed(simulator, seed);
    calls += pair.calls;
    for (const [id, count] of pair.shown) shown.set(id, (shown.get(id) ?? 0) + count);
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    const found = (await shortest(limitsOf(seed), error.steps)) ?? error;
    console.error(`seed ${seed}, limits ${limitsOf(seed)}:`);
    for (const step of found.steps) console.error(`  ${told(step)}`);
    console.error(found.message);
    process.exitCode = 1;
    break;
  }
}
simulator.close();
const seconds = (performance.now() - started) / 1_000;
console.log(`${calls} calls in ${seconds.toFixed(1)} s`);
for (const { id } of DIFFERENCES) console.log(`${String(shown.get(id) ?? 0).padStart(8)}  ${id}`);
