// The simulator answers as kinesalite does, but for the differences that a table explains.
//
// ORACLE_SEQUENCES says how many sequences are made up. `node tests/oracle/run.mjs` runs more.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { CASES } from "./cases.mjs";
import { DIFFERENCES } from "./differences.mjs";
import { Disagreement, limitsOf, Pair, runSeed, shortest, told } from "./sequence.mjs";
import { Simulator } from "./simulator.mjs";

const SEQUENCES = Number(process.env.ORACLE_SEQUENCES ?? 900);
const PARTS = 9;
/** From so many sequences on, each difference of the table shows at least once. */
const ENOUGH = 900;

const simulator = new Simulator();
after(() => simulator.close());
const shown = new Map();

/** Fails with the shortest sequence that shows the disagreement. */
async function agree(limits, run) {
  try {
    const pair = await run();
    for (const [id, count] of pair.shown) shown.set(id, (shown.get(id) ?? 0) + count);
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    const found = (await shortest(limits, error.steps)) ?? error;
    assert.fail(`limits ${limits}\n${found.steps.map(told).join("\n")}\n${found.message}`);
  }
}

for (const [name, steps] of Object.entries(CASES)) {
  test(name, async () => {
    for (const limits of ["current", "course-notes"]) {
      await agree(limits, async () => {
        const pair = await Pair.begin(simulator, limits);
        for (const step of steps) if (!pair.isOver) await pair.perform(step);
        return pair;
      });
    }
  });
}

for (let part = 0; part < PARTS; part++) {
  const [first, end] = [part, part + 1].map((edge) => Math.floor((edge * SEQUENCES) / PARTS) + 1);
  test(`sequences ${first} to ${end - 1}`, async (context) => {
    for (let seed = first; seed < end; seed++) {
      await agree(limitsOf(seed), () => runSeed(simulator, seed)).catch((error) => {
        context.diagnostic(`seed ${seed}`);
        throw error;
      });
    }
  });
}

test("the table lists no difference that is gone", { skip: SEQUENCES < ENOUGH }, () => {
  assert.deepEqual(
    DIFFERENCES.filter(({ id }) => !shown.has(id)).map(({ id }) => id),
    [],
  );
});
