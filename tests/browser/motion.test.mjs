// Records move as dots, and nothing moves where less motion is asked for.

import assert from "node:assert/strict";
import { browserTests, clock, region, until, untilClock, untilThrottled } from "./harness.mjs";

const inBrowser = browserTests();

/** How many pixels of the picture of the ring are painted. */
const paintedPixels = (page) =>
  region(page, "Where keys land")
    .locator("canvas")
    .evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let painted = 0;
      for (let at = 3; at < data.length; at += 4) painted += data[at] > 0 ? 1 : 0;
      return painted;
    });

inBrowser("records move as dots", { reducedMotion: "no-preference" }, async (page) => {
  await until(
    "dots are drawn",
    () => paintedPixels(page),
    (painted) => painted > 20,
  );
  const picture = () =>
    region(page, "Where keys land")
      .locator("canvas")
      .evaluate((canvas) => canvas.toDataURL());
  const first = await picture();
  await until("they move", picture, (now) => now !== first);
});

inBrowser("no dots move where less motion is asked for", { reducedMotion: "reduce" }, async (page) => {
  await untilThrottled(page);
  for (let look = 0; look < 10; look++) {
    await untilClock(page, (await clock(page)) + 0.2);
    assert.equal(await paintedPixels(page), 0);
  }
  const moving = () =>
    page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === "running").length);
  assert.equal(await moving(), 0, "nothing else moves either");
});
