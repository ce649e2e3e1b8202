// The first picture needs only the first part of each program; the others come after it, or are said to be missing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { button, clock, start, until } from "./harness.mjs";

const PAGE_PART = /page-.*\/split_.*\.wasm$/;
const WORKER_PART = /worker-.*\/split_.*\.wasm$/;
const UNAVAILABLE = /A part of this page could not be loaded/;

let site;
before(async () => (site = await start()));
after(() => site?.close());

/** A page on which the simulation has begun, and of which parts that match are not to be had until told. */
async function without(part, body) {
  const context = await site.browser.newContext({ locale: "en-GB" });
  const asked = [];
  await context.route(part, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  try {
    const page = await context.newPage();
    await page.goto(site.url);
    await until(
      "the simulation begins",
      () => clock(page),
      (seconds) => seconds > 0,
      40_000,
    );
    await body(page, { asked, restore: () => context.unroute(part) });
  } finally {
    await context.close();
  }
}

const open = (page, name) => page.getByRole("link", { name, exact: true }).click();
const prompt = (page) => page.getByRole("textbox", { name: "Command" });
const notice = (page) => page.locator(".notice").filter({ hasText: UNAVAILABLE });

test("a view that cannot be loaded says so and can be asked for again", () =>
  without(PAGE_PART, async (page, { asked, restore }) => {
    await until(
      "it is fetched though nobody asked",
      () => asked.length,
      (count) => count > 0,
    );
    assert.equal(await notice(page).count(), 0, "which is nobody's business");
    await open(page, "Console");
    await page.getByRole("main", { name: "Console" }).getByText(UNAVAILABLE).waitFor();
    await restore();
    await button(page, "Try again").click();
    await prompt(page).waitFor();
  }));

test("what cannot be carried out is refused, and the next try succeeds", () =>
  without(WORKER_PART, async (page, { restore }) => {
    const ask = () =>
      page.evaluate(() =>
        window.shardscope.request("Kinesis_20131202.ListStreams").then(
          ({ body }) => body.StreamNames,
          (error) => error.message,
        ),
      );
    assert.match(await ask(), UNAVAILABLE);
    await open(page, "Console");
    await prompt(page).fill("aws kinesis list-streams");
    await prompt(page).press("Enter");
    await notice(page).waitFor();
    await restore();
    assert.deepEqual(await ask(), ["clickstream"]);
    await prompt(page).fill("aws kinesis list-streams");
    await prompt(page).press("Enter");
    await page.getByRole("log").getByText(/"clickstream"/).waitFor();
  }));

test("words that cannot be had leave the page in English, and can be asked for again", () =>
  without(/\/locales\//, async (page, { restore }) => {
    const list = page.getByRole("combobox", { name: "Language" });
    for (const _again of [1, 2]) {
      await list.selectOption({ label: "简体中文" });
      await page.getByText("The words of 简体中文 could not be loaded; the page stays in English.").waitFor();
      await until("the list says so", () => list.inputValue(), (language) => language === "en");
      await button(page, "Dismiss").click();
    }
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await restore();
    await list.selectOption({ label: "简体中文" });
    await page.getByRole("heading", { name: "为什么" }).waitFor();
  }));
