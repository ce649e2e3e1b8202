// What somebody sees who opens the page and touches nothing, and what each ready scenario shows.

import assert from "node:assert/strict";
import {
  browserTests,
  button,
  clock,
  lane,
  lanes,
  scenario,
  setSpeed,
  total,
  until,
  untilClock,
  untilPlays,
  untilText,
  why,
} from "./harness.mjs";

const inBrowser = browserTests();

inBrowser("the page plays by itself, throttles a shard and says why", {}, async (page) => {
  await untilPlays(page);
  await untilText(lane(page, 1), /THROTTLED/);
  assert.ok((await clock(page)) <= 20, "within 20 simulated seconds");
  const [, rate, share, keys] = await untilText(
    why(page),
    /“user-42” alone sends ([\d,]+) records\/s, (\d+) % of what was newly sent to this shard under ([\d,]+) keys\./,
  );
  // Half of 2,400 records a second, beside about a quarter of the other half.
  const [hot, others] = [0.5 * 2_400, (0.5 * 2_400) / 4];
  assert.ok(Math.abs(Number(rate.replace(",", "")) - hot) < 150, rate);
  assert.ok(Math.abs(Number(share) - (100 * hot) / (hot + others)) <= 6, share);
  assert.ok(Number(keys) > 100 && Number(keys) < 400, keys);
  const text = await why(page).textContent();
  assert.match(text, /shardId-000000000001 refused [\d,]+ records in the last second/);
  assert.match(text, /1,\d\d\d records\/s > 1,000 records\/s/);
  assert.match(text, /Splitting the shard will not help/);
  await page.getByRole("button", { name: /^0001 from 00:00:\d\d\.\d{3}: [\d.,]+( k)? refused \(records\)$/ }).waitFor();
  assert.ok((await clock(page)) <= 20, "all of it within 20 simulated seconds");
  const rest = (await lanes(page)).filter((_, place) => place !== 1);
  assert.equal(rest.length, 3);
  assert.ok(
    rest.every((lane) => !lane.isThrottled),
    "the other shards keep up",
  );
});

inBrowser("even load is carried by every shard", {}, async (page) => {
  await scenario(page, /Even load$/);
  await setSpeed(page, 1);
  await untilClock(page, 12);
  const all = await lanes(page);
  assert.equal(all.length, 4);
  for (const lane of all) {
    assert.ok(lane.refused === 0 && !lane.isThrottled, lane.text);
    assert.ok(lane.accepted > 500 && lane.accepted < 800, lane.text);
  }
  assert.equal(await total(page, "refused"), 0);
  await page.getByText("Nothing was throttled so far.").waitFor();
  assert.match(await why(page).textContent(), /keeps up: nothing refused/);
});

inBrowser("many small records run into the limit of records", {}, async (page) => {
  await scenario(page, /Many small records$/);
  // A tenth more than the limit is carried until the unused allowance of the beginning is spent.
  await setSpeed(page, 1);
  await untilText(why(page), /1,\d\d\d records\/s > 1,000 records\/s \(1\d\d % of the limit\)/);
  const refusing = await until(
    "a lane refuses",
    () => lanes(page),
    (all) => all.some((lane) => lane.refused > 0),
  );
  const worst = refusing.find((lane) => lane.refused > 0);
  assert.ok(worst.isThrottled && worst.recordsPercent > 100 && worst.bytesPercent < 20, worst.text);
  await untilText(why(page), /refused [\d,]+ records in the last second\..*More shards: .*Aggregate: /);
  await page
    .getByRole("button", { name: /refused \(records\)$/ })
    .first()
    .waitFor();
  await button(page, "Try it: 8 shards").waitFor();
});

inBrowser("few large records run into the limit of bytes", {}, async (page) => {
  await scenario(page, /Few large records$/);
  await untilText(why(page), /1,\d\d\d KiB\/s > 1,024 KiB\/s \(1\d\d % of the limit\)/);
  const refusing = await until(
    "a lane refuses",
    () => lanes(page),
    (all) => all.some((lane) => lane.refused > 0),
  );
  const worst = refusing.find((lane) => lane.refused > 0);
  assert.ok(worst.isThrottled && worst.bytesPercent > worst.recordsPercent && worst.recordsPercent < 5, worst.text);
  await page
    .getByRole("button", { name: /refused \(bytes\)$/ })
    .first()
    .waitFor();
});
