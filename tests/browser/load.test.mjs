// The site loads: from a server's top and from a folder below, without errors and without asking anybody else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { start } from "./harness.mjs";

for (const below of ["/", "/some/folder/"]) {
  test(`the page loads at ${below}`, async () => {
    const site = await start({ below });
    try {
      const { page, problems, foreign } = await site.openPage();
      await page.waitForLoadState("networkidle");
      assert.equal(await page.title(), "Shardscope");
      assert.deepEqual(problems, []);
      assert.deepEqual(foreign, []);
    } finally {
      await site.close();
    }
  });
}

test("the policy lets nothing in from elsewhere", async () => {
  const site = await start();
  try {
    const { page } = await site.openPage();
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
    assert.match(policy, /default-src 'self';/);
    const outcome = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "window.injected = true";
      document.head.append(script);
      return { injected: window.injected ?? false };
    });
    assert.deepEqual(outcome, { injected: false });
  } finally {
    await site.close();
  }
});
