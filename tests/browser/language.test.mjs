// Both languages: the switch, the words, and no message that is missing.

import assert from "node:assert/strict";
import { browserTests, button, file, untilClock, untilPlays } from "./harness.mjs";

const inBrowser = browserTests();

/** All texts that a person can see or hear, but the names of data. */
const texts = (page) =>
  page.evaluate(() => {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement.closest("noscript, script, code")) found.add(node.data.trim());
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [aria-valuetext]")) {
      for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"]) {
        if (element.hasAttribute(name)) found.add(element.getAttribute(name).trim());
      }
    }
    found.delete("");
    return [...found];
  });

const untranslated = async (page) => (await texts(page)).filter((text) => /^[a-z]+(-[a-z]+)+$/.test(text));

/** Goes through the states of the page that have words of their own; buttons are told by their place. */
async function walk(page, check) {
  // The last slider is that of the speed.
  await page.getByRole("slider").last().fill("20");
  await untilClock(page, 6);
  await check("the run");
  for (const choice of await page.getByRole("combobox").all()) {
    const labels = await choice.locator("option").allTextContents();
    assert.ok(
      labels.every((label) => label.trim() !== "" && !/^[a-z]+(-[a-z]+)+$/.test(label)),
      labels.join(),
    );
  }
  for (const view of await page.getByRole("banner").getByRole("link").all()) {
    await view.click();
    await check(await view.textContent());
  }
  await page.getByRole("banner").getByRole("link").first().click();
  await page.locator("input[type=file]").last().setInputFiles(file("wrong.json", '{"version": 1}'));
  await page.getByRole("alert").filter({ hasText: /\S/ }).waitFor();
  await check("a notice");
  await page.getByRole("banner").getByRole("button").first().click();
  await page.getByRole("dialog").waitFor();
  await check("the dialog");
  const field = page.getByRole("dialog").locator("input[type=file]");
  await field.setInputFiles(file("empty.csv", ""));
  await page.getByRole("dialog").getByRole("alert").waitFor();
  await check("a refused file");
  const rows = Array.from({ length: 200 }, (_, row) => `u${row % 9},${row % 3}`);
  await field.setInputFiles(file("users.csv", `user,count\n${rows.join("\n")}`));
  await page.getByRole("dialog").getByRole("combobox").first().waitFor();
  await check("the columns");
  await page.getByRole("dialog").getByRole("button").nth(1).click();
  await page.getByRole("dialog").getByRole("status").waitFor();
  await check("the report");
}

inBrowser("the language can be switched while it runs and is remembered", {}, async (page) => {
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  const english = new Set(await texts(page));
  await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "简体中文" });
  await page.getByRole("heading", { name: "为什么" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
  const chinese = await texts(page);
  const isSentence = (text) => /[a-z]{3}/i.test(text) && /\s/.test(text) && !/[\u4e00-\u9fff]/.test(text);
  const isQuantity = (text) => /^[\d.,]+ [a-z/]+$/i.test(text);
  // Names of AWS stay as they are, with the key that opens their view.
  const isName = (text) => /^Firehose \([A-Z]\)$/.test(text);
  const left = chinese.filter((text) => isSentence(text) && !isQuantity(text) && !isName(text) && english.has(text));
  assert.deepEqual(left, [], "no sentence stays in English");
  assert.equal(await button(page, "Pause").count(), 0);
  await page.reload();
  await page.getByRole("heading", { name: "为什么" }).waitFor();
  await page.getByRole("combobox").filter({ hasText: "English" }).selectOption({ label: "English" });
  await page.getByRole("heading", { name: "Why?" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await untilPlays(page);
});

for (const language of ["en", "zh-CN"]) {
  inBrowser(`every message is there in ${language}`, { search: `?lang=${language}` }, async (page) => {
    assert.equal(await page.locator("html").getAttribute("lang"), language);
    await walk(page, async (state) => assert.deepEqual(await untranslated(page), [], state));
  });
}

inBrowser("units are said in Chinese where the other words for them are", { search: "?lang=zh-CN" }, async (page) => {
  const found = [];
  for (const choice of await page.getByRole("region").getByRole("combobox").all()) {
    // The last choice is the richest: bursts, back-off, log-normal sizes.
    await choice.selectOption({ index: (await choice.locator("option").count()) - 1 });
    found.push(...(await texts(page)).filter((text) => /^([\d.,]+ )?(keys|bytes|times|attempts)$/.test(text)));
  }
  assert.deepEqual([...new Set(found)], []);
});

inBrowser("nothing is said in English where the page begins in Chinese", { search: "?lang=zh-CN" }, async (page) => {
  const said = [];
  await page.context().route(/\/locales\//, async (route) => {
    said.push(...(await texts(page)));
    await route.continue();
  });
  await page.reload();
  await page.getByRole("heading", { name: "为什么" }).waitFor();
  assert.deepEqual([...new Set(said)].filter((text) => !/^(Shardscope|Loading…)$/.test(text)), []);
  assert.ok(said.length > 0, "the words were fetched");
});
