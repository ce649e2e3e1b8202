// The inputs: what they change in the run, which values are refused and how that is said.

import assert from "node:assert/strict";
import {
  browserTests,
  button,
  choice,
  clock,
  file,
  knob,
  lane,
  laneButtons,
  lanes,
  notice,
  offered,
  region,
  setKnob,
  setSpeed,
  total,
  until,
  untilClock,
  untilPlays,
  untilText,
  why,
  untilThrottled,
} from "./harness.mjs";

const inBrowser = browserTests();

/** Waits until about so many records a second are offered. */
const untilOffered = (page, rate, tolerance = 0.15) =>
  until(
    `about ${rate} records/s`,
    () => offered(page),
    (now) => Math.abs(now - rate) <= tolerance * rate,
  );

const inputs = (page) => region(page, "Inputs");

inBrowser("another rate changes what is offered", {}, async (page) => {
  await untilOffered(page, 2_400);
  await setKnob(page, "Rate", 800);
  await untilOffered(page, 800);
  assert.equal(await knob(page, "Rate").inputValue(), "800");
  await setKnob(page, "Rate", 6_000);
  await untilOffered(page, 6_000);
  const slider = inputs(page).getByRole("slider", { name: "Rate", exact: true });
  assert.match(await slider.getAttribute("aria-valuetext"), /^6,?000 records\/s$/);
  await slider.focus();
  await slider.press("Home");
  await until(
    "nothing is offered",
    () => offered(page),
    (now) => now === 0,
  );
  assert.equal(await knob(page, "Rate").inputValue(), "0");
});

inBrowser("a rate beyond its bounds is refused and the old one stays in force", {}, async (page) => {
  await untilOffered(page, 2_400);
  for (const value of ["1000000000", "-5"]) {
    await setKnob(page, "Rate", value);
    await notice(page, /rate.*not allowed.*0 and 1,000,000 records\/s/i).waitFor();
    assert.equal(await knob(page, "Rate").getAttribute("aria-invalid"), "true");
  }
  const from = await clock(page);
  await untilClock(page, from + 1.5);
  await untilOffered(page, 2_400);
  const slider = inputs(page).getByRole("slider", { name: "Rate", exact: true });
  assert.match(await slider.getAttribute("aria-valuetext"), /^2,?400 records\/s$/);
  await setKnob(page, "Rate", 1_000);
  await untilOffered(page, 1_000);
  await until(
    "the message goes",
    () => notice(page, /not allowed/).count(),
    (count) => count === 0,
  );
});

inBrowser("a record beyond the quota is refused with the quota", {}, async (page) => {
  await setKnob(page, "Data per record", 2_000_000);
  await notice(page, /2,?000,?000 is not allowed.*1,048,576 bytes/).waitFor();
  await setKnob(page, "Data per record", 1_048_576);
  await until(
    "the largest record is taken",
    () => notice(page, /not allowed/).count(),
    (count) => count === 0,
  );
  await untilText(why(page), /KiB\/s > 1,024 KiB\/s/);
});

const untilNothingIsRefused = (page) =>
  until(
    "no lane refuses",
    () => lanes(page),
    (all) => all.every((lane) => lane.refused === 0 && !lane.isThrottled && lane.accepted > 400),
  );

inBrowser("uniform keys end the throttling of a hot key", {}, async (page) => {
  await untilThrottled(page);
  await choice(page, "Partition keys").selectOption({ label: "Uniform" });
  await untilNothingIsRefused(page);
  const refused = await total(page, "refused");
  const from = await clock(page);
  await untilClock(page, from + 3);
  await untilNothingIsRefused(page);
  assert.ok(refused > 0);
  assert.equal(await total(page, "refused"), refused, "nothing more is refused");
  await untilText(why(page), /keeps up: nothing refused/);
});

inBrowser("the button that spreads the keys does so", {}, async (page) => {
  await untilThrottled(page);
  await button(page, "Try it: spread the keys evenly").click();
  await untilNothingIsRefused(page);
  const model = await choice(page, "Partition keys").evaluate((select) => select.selectedOptions[0].label);
  assert.equal(model, "Uniform");
  assert.ok((await clock(page)) > 0.5, "the run goes on");
});

inBrowser("the button that adds shards adds as many as the stream needs", {}, async (page) => {
  await setKnob(page, "Shards", 1);
  await choice(page, "Partition keys").selectOption({ label: "Uniform" });
  // About 2,400 records a second, with a little room, want three shards of 1,000; in a lively second four.
  await page.getByRole("button", { name: /^Try it: [34] shards$/ }).click();
  await until(
    "three or four lanes",
    () => laneButtons(page).count(),
    (count) => count === 3 || count === 4,
  );
  assert.equal(await knob(page, "Shards").inputValue(), String(await laneButtons(page).count()));
});

inBrowser("back-off lets refused records wait and then gives them up", {}, async (page) => {
  await untilThrottled(page);
  assert.equal(await total(page, "waiting to retry"), 0);
  await choice(page, "When refused").selectOption({ label: "Exponential back-off" });
  await until(
    "records wait",
    () => total(page, "waiting to retry"),
    (waiting) => waiting > 0,
  );
  const givenUp = await total(page, "given up");
  await until(
    "records are given up after their last attempt",
    () => total(page, "given up"),
    (now) => now > givenUp,
  );
  // Attempts count as offered each time: more is asked than is made.
  await until(
    "repeats are offered too",
    () => offered(page),
    (now) => now > 2_800,
  );
  await setKnob(page, "Attempts in all", 2);
  await choice(page, "When refused").selectOption({ label: "Give up" });
  await until(
    "nothing waits any more",
    () => total(page, "waiting to retry"),
    (waiting) => waiting === 0,
  );
});

inBrowser("another number of shards begins anew", {}, async (page) => {
  await setSpeed(page, 1);
  await untilClock(page, 8);
  await setKnob(page, "Rate", 1_500);
  await untilOffered(page, 1_500);
  const at = await clock(page);
  await setKnob(page, "Shards", 8);
  await until(
    "eight lanes",
    () => laneButtons(page).count(),
    (count) => count === 8,
  );
  assert.ok((await clock(page)) < at, "the clock begins anew");
  assert.equal(await knob(page, "Rate").inputValue(), "1500", "the traffic stays as it was set");
  await untilOffered(page, 1_500);
  await setKnob(page, "Shards", 100);
  await page.getByText("The 20 hottest of 100 shards.").waitFor();
  const hottest = page.getByRole("table", { name: "The hottest shards", exact: true });
  assert.equal(await hottest.getByRole("row").count(), 21);
  assert.equal(await laneButtons(page).count(), 0);
  await setKnob(page, "Shards", 60);
  await page.getByText("The 8 hottest of 60 shards.").waitFor();
  assert.equal(await laneButtons(page).count(), 8);
  await setKnob(page, "Shards", 501);
  await notice(page, /shards.*501 is not allowed.*500/i).waitFor();
  await untilPlays(page);
});

inBrowser("another number of shards keeps the limits that were chosen", {}, async (page) => {
  const limits = () => choice(page, "Limits").evaluate((select) => select.selectedOptions[0].label);
  await choice(page, "Limits").selectOption({ label: "Course notes" });
  await until("the limits are chosen", limits, (label) => label === "Course notes");
  await untilPlays(page);
  await setKnob(page, "Shards", 2);
  await until(
    "two lanes",
    () => laneButtons(page).count(),
    (count) => count === 2,
  );
  await untilPlays(page);
  assert.equal(await limits(), "Course notes");
});

inBrowser("a hot key that AWS would not take is refused", {}, async (page) => {
  const hotKey = inputs(page).getByRole("textbox", { name: "Hot key" });
  await hotKey.fill("k".repeat(300));
  await hotKey.press("Enter");
  await notice(page, /hot_key.*256 characters/).waitFor();
  await untilText(why(page), /“user-42” alone sends/);
  await hotKey.fill("user-43");
  await hotKey.press("Enter");
  await untilText(why(page), /“user-43” alone sends/);
});

inBrowser("traffic of all kinds can be chosen while it runs", {}, async (page) => {
  for (const [name, label] of [
    ["Partition keys", "Zipf"],
    ["Partition keys", "In turn"],
    ["Partition keys", "New id for each record"],
    ["Partition keys", "One hot key"],
    ["Record size", "Log-normal"],
    ["Arrivals", "Evenly spaced"],
    ["Bursts", "Repeated"],
    ["Limits", "Course notes"],
  ]) {
    await choice(page, name).selectOption({ label });
    const chosen = () => choice(page, name).evaluate((select) => select.selectedOptions[0].label);
    await until(`${name} is ${label}`, chosen, (now) => now === label);
    await untilPlays(page);
  }
  assert.equal(await page.getByRole("alert").filter({ hasText: /\S/ }).count(), 0);
});

inBrowser("a refused hot key is marked, or the field shows the one in force", {}, async (page) => {
  const hotKey = inputs(page).getByRole("textbox", { name: "Hot key" });
  await hotKey.fill("k".repeat(300));
  await hotKey.press("Enter");
  await notice(page, /hot_key.*256 characters/).waitFor();
  const state = async () => [await hotKey.inputValue(), await hotKey.getAttribute("aria-invalid")];
  const isHonest = ([value, invalid]) => value === "user-42" || invalid === "true";
  await until("the field does not show what is not in force", state, isHonest, 3_000);
});

inBrowser("what is being typed is not lost when something happens on the page", {}, async (page) => {
  await knob(page, "Rate").fill("77");
  await page.getByLabel("Open…").setInputFiles(file("wrong.json", "{"));
  await notice(page, /not JSON/).waitFor();
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
  assert.equal(await knob(page, "Rate").inputValue(), "77");
  await knob(page, "Rate").press("Enter");
  await untilOffered(page, 77, 0.5);
});
