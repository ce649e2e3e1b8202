// The page for everybody: axe finds nothing wrong, and the keyboard alone reaches and does everything.

import assert from "node:assert/strict";
import { violations } from "./axe.mjs";
import { browserTests, button, file, lane, until, untilPlays, untilText, why, untilThrottled } from "./harness.mjs";

const inBrowser = browserTests();

const dialog = (page) => page.getByRole("dialog");

const rows = Array.from({ length: 400 }, (_, row) => `${row},u-${row % 5 < 2 ? 7 : row}`);
const vehicles = file("users.csv", `time,user\n${rows.join("\n")}`);

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["the light theme on a phone", { colorScheme: "dark", search: "?theme=light", width: 390, height: 844 }],
  ["dark on a phone", { colorScheme: "dark", width: 390, height: 844 }],
]) {
  inBrowser(`axe finds nothing wrong: ${name}`, options, async (page) => {
    const found = await violations(page, "at the start");
    await untilThrottled(page);
    await button(page, "Pause").click();
    await button(page, "Play").waitFor();
    found.push(...(await violations(page, "paused")));
    await page.keyboard.press("q");
    await page.getByRole("main", { name: "Limits" }).waitFor();
    found.push(...(await violations(page, "the limits")));
    await page.getByRole("searchbox").fill("nothing that there is");
    await button(page, "Show all").waitFor();
    found.push(...(await violations(page, "no limit")));
    await page.getByRole("link", { name: "Console" }).click();
    await page.keyboard.type("help\nwrong\naws kinesis ");
    await page.getByRole("group", { name: "Error of wrong" }).waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    found.push(...(await violations(page, "the console")));
    await button(page, "Your keys…").click();
    await dialog(page).waitFor();
    found.push(...(await violations(page, "the dialog")));
    await page.getByLabel("Choose a file").setInputFiles(vehicles);
    await button(page, "Read the file").waitFor();
    found.push(...(await violations(page, "the columns")));
    await button(page, "Read the file").click();
    await button(page, "Send this traffic").waitFor();
    found.push(...(await violations(page, "the report")));
    assert.deepEqual(found, []);
  });
}

/** Presses Tab until `locator` has the focus; on the way, each stop has to show that it is one. */
async function tabTo(page, locator, what) {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    const { isVisible, words } = await page.evaluate(() => {
      const active = document.activeElement;
      // A hidden file field lets its label show the focus.
      const shows = [active, active?.closest("label")].filter(Boolean).some((element) => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
      });
      return { isVisible: shows || active === document.body, words: active?.outerHTML.slice(0, 120) };
    });
    assert.ok(isVisible, `the focus cannot be seen on ${words}`);
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`Tab does not come to ${what}`);
}

inBrowser("the keyboard alone plays, chooses, explains and types", {}, async (page) => {
  await untilPlays(page);
  await tabTo(page, page.getByRole("button", { name: /Even load$/ }), "a scenario");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /Even load$/, pressed: true }).waitFor();
  await tabTo(page, page.getByRole("textbox", { name: "Partition key" }), "the key box");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("device-9");
  assert.equal(await page.getByRole("textbox", { name: "Partition key" }).inputValue(), "device-9");
  await tabTo(page, lane(page, 3), "a lane");
  await page.keyboard.press("Enter");
  await untilText(why(page), /^Why\?shardId-000000000003/);
  await tabTo(page, button(page, "Pause"), "pause");
  await page.keyboard.press("Space");
  await button(page, "Play").waitFor();
  assert.ok(
    await button(page, "Play").evaluate((element) => element === document.activeElement),
    "the focus stays on the button",
  );
  await page.keyboard.press("Enter");
  await button(page, "Pause").waitFor();
  await tabTo(page, page.getByRole("slider", { name: "Speed" }), "the speed");
  await page.keyboard.press("End");
  await page.getByText("10,000×", { exact: true }).waitFor();
});

inBrowser("the dialog takes the focus and gives it back", {}, async (page) => {
  const opener = button(page, "Your keys…");
  const isInside = () => dialog(page).evaluate((element) => element.contains(document.activeElement));
  for (const leave of [() => page.keyboard.press("Escape"), () => button(page, "Close").click()]) {
    await opener.focus();
    await page.keyboard.press("Enter");
    await until("the focus moves into the dialog", isInside);
    await leave();
    await until(
      "the dialog closes",
      () => dialog(page).count(),
      (count) => count === 0,
    );
    const hasFocus = () => opener.evaluate((element) => element === document.activeElement);
    await until("the focus returns to the button", hasFocus, Boolean, 3_000);
  }
});

inBrowser("Tab stays inside the dialog", {}, async (page) => {
  await button(page, "Your keys…").focus();
  await page.keyboard.press("Enter");
  await dialog(page).waitFor();
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press(key);
      // Between the last and the first stop the focus is with the browser's own controls.
      const inside = await dialog(page).evaluate(
        (element) => element.contains(document.activeElement) || document.activeElement === document.body,
      );
      const where = await page.evaluate(() => document.activeElement.outerHTML.slice(0, 100));
      assert.ok(inside, `${key} ${presses + 1} leaves the dialog for ${where}`);
    }
  }
});

/** What assistive programs are told of the buttons: name, and description where there is one. */
async function heard(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes
    .filter((node) => !node.ignored && node.role?.value === "button")
    .map(({ name, description }) => [name?.value, description?.value].filter(Boolean).join("; "));
}

inBrowser("a lane tells its state to those who hear the page", {}, async (page) => {
  await untilThrottled(page);
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  const said = (await heard(page)).filter((text) => /shardId-000000000001|^0001/.test(text) && !/ from /.test(text));
  assert.ok(
    said.some((text) => /throttled/i.test(text)),
    `of the lane is told: ${said.join(" | ")}`,
  );
});
