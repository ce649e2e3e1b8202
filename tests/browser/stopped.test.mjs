// When the simulation cannot start, the page says so and offers what can be done, instead of staying as it is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { start } from "./harness.mjs";

test("a worker that cannot be loaded leaves a page that can be read", async () => {
  const site = await start();
  try {
    const context = await site.browser.newContext({ locale: "en-GB" });
    await context.route(/worker.*\.wasm$/, (route) => route.abort());
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(site.url);
    await page.getByText("Starting the simulation…").waitFor();
    await page.clock.fastForward("01:00");
    await page.getByRole("heading", { name: "The simulation has stopped" }).waitFor();
    assert.ok(await page.getByRole("button", { name: "Load again" }).isVisible());
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the run" }).click();
    assert.equal((await saved).suggestedFilename(), "shardscope-run.json");
  } finally {
    await site.close();
  }
});
