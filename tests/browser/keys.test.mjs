// The key box: which hash key a partition key has and which shard takes it, against a computation of the test's own.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  browserTests,
  described,
  lane,
  region,
  setKnob,
  laneButtons,
  shardId,
  until,
  untilText,
  why,
} from "./harness.mjs";

const inBrowser = browserTests();

const KEYS = [
  "user-42",
  "a",
  "0",
  " ",
  "two words",
  "naïve café",
  "分区键",
  "🦀",
  "Ω≈ç√",
  "x".repeat(256),
  "键".repeat(256),
];

const ring = (page) => region(page, "Where keys land");
const box = (page) => page.getByRole("textbox", { name: "Partition key" });

/** MD5 as a number of 128 bits, and the shard that has it when `shards` share the space evenly. */
function place(key, shards) {
  const md5 = createHash("md5").update(key, "utf8").digest("hex");
  const hash = BigInt(`0x${md5}`);
  // Each shard has floor(2^128 / n) hash keys, and the last one also what is left.
  const width = 2n ** 128n / BigInt(shards);
  const shard = hash / width;
  return { md5, hash, shard: Number(shard < BigInt(shards) ? shard : BigInt(shards) - 1n) };
}

async function check(page, key, shards) {
  const { md5, hash, shard } = place(key, shards);
  await box(page).fill(key);
  await untilText(described(ring(page), "MD5"), new RegExp(`^${md5}$`));
  const [, around] = await untilText(
    described(ring(page), "Hash key"),
    new RegExp(`^${hash}\\s*([\\d.]+) % of the way around$`),
  );
  assert.ok(Math.abs(Number(around) - Number((hash * 1_000_000n) / 2n ** 128n) / 10_000) < 0.011, around);
  assert.equal(await described(ring(page), "Shard").textContent(), shardId(shard));
  return shard;
}

inBrowser("a key has the MD5, the hash key and the shard that it has at AWS", {}, async (page) => {
  const seen = new Set();
  for (const key of [...KEYS, ...Array.from({ length: 8 }, (_, number) => `device-${number}`)]) {
    seen.add(await check(page, key, 4));
  }
  assert.equal(seen.size, 4, "the keys of this test reach all shards");
});

inBrowser("the shard follows the number of shards", {}, async (page) => {
  await setKnob(page, "Shards", 7);
  await until(
    "seven lanes",
    () => laneButtons(page).count(),
    (count) => count === 7,
  );
  for (const key of ["user-42", "分区键", "device-5"]) await check(page, key, 7);
});

inBrowser("a key that AWS would not take is answered with the limit", {}, async (page) => {
  for (const key of ["", "k".repeat(257), "k".repeat(300), "键".repeat(300)]) {
    await box(page).fill(key);
    const [text] = await untilText(ring(page), key === "" ? /between 1 and 256 characters/ : /256 characters/);
    assert.ok(text);
    assert.equal(await box(page).getAttribute("aria-invalid"), "true");
    assert.equal(await described(ring(page), "MD5").count(), 0, "no hash is shown for it");
  }
  await check(page, "user-42", 4);
  assert.equal(await box(page).getAttribute("aria-invalid"), "false");
});

inBrowser("the shard of the typed key can be asked why", {}, async (page) => {
  const shard = await check(page, "device-0", 4);
  const isOther = (key) => ![shard, 1].includes(place(key, 4).shard);
  const other = ["device-1", "device-2", "device-3"].find(isOther);
  for (const [key, shard] of [
    ["device-0", place("device-0", 4).shard],
    [other, place(other, 4).shard],
  ]) {
    await check(page, key, 4);
    await ring(page)
      .getByRole("button", { name: shardId(shard) })
      .click();
    await untilText(why(page), new RegExp(`^Why\\?${shardId(shard)} `));
    await until(
      "its lane is chosen",
      () => lane(page, shard).getAttribute("aria-pressed"),
      (is) => is === "true",
    );
  }
  await why(page).getByRole("button", { name: "Follow the hottest shard" }).click();
  await untilText(why(page), /^Why\?shardId-000000000001 refused/);
});

inBrowser("an empty key is told how long a key may be", {}, async (page) => {
  await box(page).fill("");
  await untilText(ring(page), /256/, 3_000);
});
