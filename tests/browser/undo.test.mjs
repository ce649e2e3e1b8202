// A run in which something was changed can be brought back after another scenario has replaced it.

import assert from "node:assert/strict";
import { browserTests, button, choice, clock, notice, scenario, until, untilClock, untilPlays, untilText } from "./harness.mjs";

const inBrowser = browserTests();

const ended = (page) => notice(page, "has ended");
const title = (page) => page.getByRole("banner").getByRole("paragraph");

inBrowser("what was changed and replaced comes back as it was, by button or key", {}, async (page) => {
  await untilPlays(page);
  await scenario(page, /Even load$/);
  assert.equal(await ended(page).count(), 0, "nothing was changed");
  for (const isByKey of [false, true]) {
    await choice(page, "Limits").selectOption("Course notes");
    await untilClock(page, 2);
    await button(page, "Pause").click();
    await button(page, "Play").waitFor();
    const at = await clock(page);
    await page.keyboard.press("1");
    await untilText(ended(page).getByRole("paragraph"), /^The run of “Even load”, in which something had been changed, has ended\.$/);
    await untilText(title(page), /^Hot key/);
    if (isByKey) {
      await page.keyboard.press("z");
    } else {
      await button(page, "Bring it back").click();
    }
    await untilText(title(page), /^Even load$/);
    assert.equal(await clock(page), at);
    assert.equal(await choice(page, "Limits").inputValue(), "course");
    await until("the notice goes", () => ended(page).count(), (count) => count === 0);
    await button(page, "Play").click();
    await until("it goes on", () => clock(page), (now) => now > at);
    await choice(page, "Limits").selectOption("AWS today");
  }
  await page.keyboard.press("z");
  await until("it plays on", () => clock(page), (now) => now > 4);
  await untilText(title(page), /^Even load$/);
});
