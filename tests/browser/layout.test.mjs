// What fits: on a desktop nothing scrolls away, on a phone the page scrolls only down.

import assert from "node:assert/strict";
import {
  browserTests,
  button,
  lane,
  until,
  untilClock,
  untilPlays,
  untilText,
  why,
  untilThrottled,
} from "./harness.mjs";

const inBrowser = browserTests();

const overflow = (page) =>
  page.evaluate(() => ({
    down: document.documentElement.scrollHeight - innerHeight,
    across: document.documentElement.scrollWidth - innerWidth,
  }));

const LANGUAGES = ["en", "zh-CN"];
/** The header's choices, by an option that stands in it in every language. */
const choiceWith = (page, value) =>
  page
    .getByRole("banner")
    .getByRole("combobox")
    .filter({ has: page.locator(`option[value="${value}"]`) });

async function say(page, language) {
  await choiceWith(page, language).selectOption(language);
  await until(
    "the language changes",
    () => page.locator("html").getAttribute("lang"),
    (now) => now === language,
  );
}

async function resize(page, width, height) {
  await page.setViewportSize({ width, height });
  // The charts and the ring follow with the next frames.
  await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
}

inBrowser("on a desktop nothing scrolls away", { width: 1_440, height: 900 }, async (page) => {
  await untilThrottled(page);
  for (const language of LANGUAGES) {
    await say(page, language);
    for (const [width, height] of [
      [1_440, 900],
      [1_280, 720],
    ]) {
      await resize(page, width, height);
      const { down, across } = await overflow(page);
      const where = `${width}x${height} in ${language}`;
      assert.ok(down <= 0 && across <= 0, `${where}: ${down} px too high, ${across} px too wide`);
      // The speed, the ring and both charts are in the window, wholly.
      for (const part of [page.getByRole("slider").last(), ...(await page.locator("canvas").all())]) {
        const box = await part.boundingBox();
        const isIn = box.x >= 0 && box.y >= 0 && box.x + box.width <= width + 0.5 && box.y + box.height <= height + 0.5;
        assert.ok(isIn && box.width > 40 && box.height > 10, `${where}: ${JSON.stringify(box)}`);
      }
    }
  }
});

inBrowser("each view fits a desktop", { width: 1_280, height: 720 }, async (page) => {
  for (const view of await page.getByRole("banner").getByRole("link").all()) {
    await view.click();
    const { down, across } = await overflow(page);
    const name = await view.textContent();
    assert.ok(down <= 0 && across <= 0, `${name}: ${down} px too high, ${across} px too wide`);
    await untilPlays(page);
    await button(page, "Pause").click({ trial: true });
  }
});

inBrowser("settings that are longer than the page scroll in their panel alone", { width: 1_280, height: 720 }, async (page) => {
  await page.keyboard.press("f");
  const choice = page.getByRole("main").getByRole("combobox").filter({ hasText: "Choose a ready one…" });
  await choice.waitFor();
  const names = (await choice.locator("option").allTextContents()).slice(1);
  assert.ok(names.length > 3);
  const list = await choice.elementHandle();
  const panel = page.getByRole("complementary", { name: "The delivery stream" });
  for (const name of names) {
    await list.selectOption({ label: name });
    await page.getByRole("banner").getByText(name, { exact: true }).waitFor();
    await panel.getByRole("heading", { level: 2 }).waitFor();
    const { down } = await overflow(page);
    assert.ok(down <= 0, `${name}: ${down} px too high`);
    await panel.evaluate((element) => [...element.querySelectorAll("input, button")].at(-1).focus());
    assert.equal(await page.evaluate(() => document.scrollingElement.scrollTop), 0, name);
  }
});

inBrowser("the four lanes are seen without scrolling", { width: 1_280, height: 720 }, async (page) => {
  for (const shard of [0, 1, 2, 3]) {
    const text = lane(page, shard).getByText(/THROTTLED|keeps up|near its limit|idle/);
    const box = await text.boundingBox();
    const isOnTop = await text.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      return element === top || element.contains(top) || top?.contains(element);
    });
    assert.ok(isOnTop && box.y + box.height <= 720, `lane ${shard}: ${JSON.stringify(box)}`);
  }
});

inBrowser("on a phone the page scrolls only down", { width: 390, height: 844 }, async (page) => {
  await untilThrottled(page);
  for (const theme of ["light", "dark"]) {
    await choiceWith(page, theme).selectOption(theme);
    for (const language of LANGUAGES) {
      await say(page, language);
      const { across } = await overflow(page);
      assert.ok(across <= 0, `${theme}, ${language}: ${across} px too wide`);
      for (const view of await page.getByRole("banner").getByRole("link").all()) {
        await view.click();
        const wide = (await overflow(page)).across;
        assert.ok(wide <= 0, `${theme}, ${language}, ${await view.textContent()}: ${wide} px too wide`);
      }
      await page.getByRole("banner").getByRole("button").first().click();
      await page.getByRole("dialog").waitFor();
      const wide = (await overflow(page)).across;
      assert.ok(wide <= 0, `${theme}, ${language}, with the dialog: ${wide} px too wide`);
      await page.keyboard.press("Escape");
    }
  }
});

inBrowser(
  "a phone shows and explains the same",
  { width: 390, height: 844, hasTouch: true, isMobile: true },
  async (page) => {
    await untilThrottled(page);
    await lane(page, 2).tap();
    await untilText(why(page), /^Why\?shardId-000000000002/);
    await why(page).scrollIntoViewIfNeeded();
    await button(page, "Pause").tap();
    await button(page, "Play").tap();
    await untilPlays(page);
    await untilClock(page, 1);
    for (const name of ["Pause", "Begin anew", "Next event", "+1 s"]) {
      const { width, height } = await button(page, name).boundingBox();
      assert.ok(width >= 24 && height >= 24, `${name} is ${width} x ${height}`);
    }
  },
);
