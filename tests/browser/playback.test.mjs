// Time on the page: pause, steps, speed, the next throttle, the beginning, and the keys of the keyboard for them.

import assert from "node:assert/strict";
import {
  browserTests,
  button,
  clock,
  file,
  laneButtons,
  lanes,
  seconds,
  setKnob,
  setSpeed,
  slider,
  total,
  until,
  untilClock,
  untilPlays,
  untilText,
} from "./harness.mjs";

const inBrowser = browserTests();

const pause = async (page) => {
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  return clock(page);
};

/** Takes the focus off all controls, as a click into the picture does. */
const blur = (page) => page.evaluate(() => document.activeElement?.blur());

/** Lets the page draw some frames. */
const frames = (page, count = 30) =>
  page.evaluate(async (count) => {
    for (let frame = 0; frame < count; frame++) await new Promise((next) => requestAnimationFrame(next));
  }, count);

inBrowser("pause holds the clock, and play lets it go on", {}, async (page) => {
  await untilClock(page, 0.5);
  const at = await pause(page);
  await frames(page);
  assert.equal(await clock(page), at);
  await button(page, "Play").click();
  await untilClock(page, at + 0.3);
  await button(page, "Pause").waitFor();
});

inBrowser("steps are one event or one second", {}, async (page) => {
  await setKnob(page, "Rate", 2);
  const at = await pause(page);
  await frames(page);
  const before = await total(page, "offered");
  for (const more of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await button(page, "Next event").click();
    if (more < 8) continue;
    const now = await until(
      "events happen",
      () => clock(page),
      (now) => now > at,
    );
    assert.ok(now < at + 20, `eight events at two a second lead from ${at} to ${now}`);
  }
  assert.ok((await total(page, "offered")) - before <= 8, "an event is at most one record at this rate");
  await frames(page);
  const from = await clock(page);
  for (const more of [1, 2, 3]) {
    await button(page, "+1 s").click();
    const now = await until(
      "a second passes",
      () => clock(page),
      (now) => now > from + more - 0.5,
    );
    // The clock shows tenths, cut off.
    assert.ok(Math.abs(now - from - more) < 0.01, `${from} and ${more} s make ${now}`);
  }
  await button(page, "Play").waitFor();
});

inBrowser("Space and . toggle, arrows step", {}, async (page) => {
  await untilPlays(page);
  await blur(page);
  for (const key of ["Space", "."]) {
    await page.keyboard.press(key);
    await button(page, "Play").waitFor();
    const at = await clock(page);
    await frames(page, 20);
    assert.equal(await clock(page), at, `${key} pauses`);
    await page.keyboard.press(key);
    await button(page, "Pause").waitFor();
    await untilPlays(page);
  }
  await setKnob(page, "Rate", 2);
  await blur(page);
  await page.keyboard.press("ArrowRight");
  await button(page, "Play").waitFor();
  const from = await clock(page);
  for (let event = 0; event < 8; event++) await page.keyboard.press("ArrowRight");
  const now = await until(
    "events happen",
    () => clock(page),
    (now) => now > from,
  );
  assert.ok(now < from + 20, `${from} to ${now}`);
  await page.keyboard.press("Shift+ArrowRight");
  await until(
    "a second passes",
    () => clock(page),
    (later) => later >= now + 1,
  );
});

inBrowser("keys typed into a field do not play or step", {}, async (page) => {
  const at = await pause(page);
  const box = page.getByRole("textbox", { name: "Partition key" });
  await box.click();
  await box.press("End");
  await page.keyboard.type(" .n1");
  assert.equal(await box.inputValue(), "user-42 .n1");
  await frames(page, 10);
  await button(page, "Play").waitFor();
  assert.equal(await clock(page), at);
});

const BURSTS = {
  version: 1,
  name: "bursts",
  plan: {
    seed: 3,
    limits: "current",
    stream: { name: "clickstream", shards: 4 },
    producers: [
      {
        name: "web",
        traffic: {
          rate_records_per_s: 2_000,
          burst: { every_s: 10, for_s: 3, factor: 4 },
          record_size: { fixed: { bytes: 200 } },
          keys: { uniform: { keys: 1_000 } },
        },
      },
    ],
  },
};

inBrowser("N stops at the next refusal, and at the one after it", {}, async (page) => {
  await page.getByLabel("Open…").setInputFiles(file("bursts.json", JSON.stringify(BURSTS)));
  await page.getByText("bursts", { exact: true }).waitFor();
  await pause(page);
  await button(page, "Begin anew").click();
  await until(
    "the beginning",
    () => clock(page),
    (now) => now === 0,
  );
  await blur(page);
  await page.keyboard.press("n");
  await until(
    "some lane is throttled",
    () => lanes(page),
    (all) => all.some((lane) => lane.isThrottled),
  );
  await button(page, "Play").waitFor();
  const first = await clock(page);
  // The first burst begins after ten seconds; before, half of each limit is asked for.
  assert.ok(first >= 10 && first < 11.5, `at ${first} s`);
  const refused = await total(page, "refused");
  // Time stops at the end of the tenth of a second, so that the lanes show the refusal.
  assert.ok(refused >= 1 && refused <= 300, `soon after the first refusal: ${refused}`);
  const chips = page.getByRole("button", { name: /^000\d from .* refused \(records\)$/ });
  assert.equal(await chips.count(), 1);
  await button(page, "Next throttle").click();
  await until(
    "another shard begins to refuse",
    () => chips.count(),
    (count) => count === 2,
  );
  await button(page, "Play").waitFor();
  const second = await clock(page);
  assert.ok(second >= first && second < 11.5, `at ${second} s`);
});

inBrowser("a run begins anew at zero", {}, async (page) => {
  await setSpeed(page, 1);
  await untilClock(page, 10);
  await button(page, "Begin anew").click();
  await until(
    "the clock is back",
    () => clock(page),
    (now) => now < 8,
  );
  await pause(page);
  await button(page, "Begin anew").click();
  await until(
    "the clock stands at zero",
    () => clock(page),
    (now) => now === 0,
  );
  assert.equal(await total(page, "offered"), 0);
  await button(page, "Play").waitFor();
});

inBrowser("digits begin scenarios", {}, async (page) => {
  await blur(page);
  for (const [digit, name] of [
    ["2", /Even load$/],
    ["3", /Many small records$/],
    ["4", /Few large records$/],
    ["1", /Hot key$/],
  ]) {
    await page.keyboard.press(digit);
    const pressed = page.getByRole("button", { name, pressed: true });
    await pressed.waitFor();
    await until(
      "it begins at once",
      () => clock(page),
      (now) => now < 5,
    );
    await button(page, "Pause").waitFor();
  }
  assert.equal(await laneButtons(page).count(), 4);
});

inBrowser("at 10,000 times the page says how fast it is and stays responsive", {}, async (page) => {
  await slider(page, "Speed").focus();
  await page.keyboard.press("End");
  await page.getByText("10,000×", { exact: true }).waitFor();
  const from = await clock(page);
  await untilClock(page, from + 30);
  await setKnob(page, "Rate", 100_000);
  const [, text] = await untilText(page.getByText(/^reached [\d.,]+×$/), /^reached ([\d.,]+)×$/);
  assert.ok(Number(text.replaceAll(",", "")) < 9_000, text);
  const gaps = await page.evaluate(async () => {
    const gaps = [];
    const start = await new Promise((next) => requestAnimationFrame(next));
    for (let last = start; last < start + 2_000;) {
      const now = await new Promise((next) => requestAnimationFrame(next));
      gaps.push(now - last);
      last = now;
    }
    return gaps.sort((a, b) => a - b);
  });
  assert.ok(gaps.at(-1) < 500, `the longest gap between frames is ${gaps.at(-1)} ms`);
  assert.ok(gaps[gaps.length >> 1] < 100, `half of the gaps are longer than ${gaps[gaps.length >> 1]} ms`);
  // What is shown is what is reached: simulated seconds pass in that proportion to real ones.
  const measured = await page.evaluate(async () => {
    const clock = () => document.querySelector('[aria-label="Simulated time"]').textContent;
    const [at, from] = [performance.now(), clock()];
    while (performance.now() < at + 1_500) await new Promise((next) => requestAnimationFrame(next));
    return { from, to: clock(), took_s: (performance.now() - at) / 1_000 };
  });
  const reached = (seconds(measured.to) - seconds(measured.from)) / measured.took_s;
  const [, shown] = await untilText(page.getByText(/^reached [\d.,]+×$/), /^reached ([\d.,]+)×$/);
  const ratio = reached / Number(shown.replaceAll(",", ""));
  assert.ok(ratio > 0.4 && ratio < 2.5, `shown ${shown}, measured ${reached.toFixed(1)}`);
  const paused = performance.now();
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  assert.ok(performance.now() - paused < 3_000, "it can be paused at once");
});
