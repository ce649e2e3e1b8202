// Firehose: a delivery stream built by keyboard alone, its buffer watched and flushed, its settings changed, its
// destination broken; each delivery says why.

import assert from "node:assert/strict";
import { violations } from "./axe.mjs";
import { begin, destination, direct, inspector, isFocused, traffic, view } from "./firehose-helpers.mjs";
import { browserTests, button, file, notice, region, setSpeed, until, untilPlays, untilText } from "./harness.mjs";

const inBrowser = browserTests();

const buffer = (page) => region(page, "Buffer");

/** Two delivery streams that read the shards of a stream. */
const fromStream = {
  version: 1,
  name: "archive",
  plan: {
    seed: 7,
    stream: { name: "orders", shards: 4 },
    producers: [{ name: "shop", traffic: traffic(2000) }],
    delivery_streams: [
      { name: "archive", source: { kinesis_stream: { stream: "orders" } }, destination: { buffering: { size_mib: 5, interval_s: 60 } } },
      { name: "search", source: { kinesis_stream: { stream: "orders" } }, destination: { kind: { open_search: { index: "events" } } } },
    ],
  },
};

/** Presses Tab until an element has the focus, as somebody does who has no pointer. */
async function tabTo(page, locator) {
  await locator.waitFor();
  for (let pressed = 0; pressed < 150; pressed += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("Tab does not lead there");
}

inBrowser("a delivery stream and its producer come from an empty page by keyboard alone", { height: 900 }, async (page) => {
  await untilPlays(page);
  await page.keyboard.press("f");
  await view(page).getByText(/whichever comes first\. Add a delivery stream/).waitFor();
  await tabTo(page, button(page, "Start with nothing"));
  await page.keyboard.press("Enter");
  await tabTo(page, button(page, "+ Delivery stream"));
  await page.keyboard.press("Enter");
  const form = page.getByRole("form", { name: "+ Delivery stream", exact: true });
  const name = form.getByRole("textbox", { name: "Name" });
  await until("the form has the focus", () => isFocused(name));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("clicks");
  await page.keyboard.press("Enter");
  await inspector(page).getByRole("heading", { name: "clicks" }).waitFor();
  await buffer(page).getByText("It goes at 5 MiB, or 5 min after its first record", { exact: false }).waitFor();

  await tabTo(page, button(page, "+ Producer"));
  await page.keyboard.press("Enter");
  const producer = page.getByRole("form", { name: "+ Producer", exact: true });
  await until("that form has the focus", () => isFocused(producer.getByRole("textbox", { name: "Name" })));
  await page.keyboard.press("Enter");
  await region(page, "Source").getByText("Called by producer-1.").waitFor();
  await buffer(page).getByText(/(Size|Interval) first, in /).waitFor();
  await page.keyboard.press("b");
  await destinationGets(page);
  await untilText(region(page, "On its way"), /MiB by (size|interval) \(all records together\)/);

  await tabTo(page, inspector(page).getByRole("button", { name: "Remove", exact: true }));
  await page.keyboard.press("Enter");
  const question = page.getByRole("dialog");
  await question.getByText(/Remove “clicks”/).waitFor();
  await tabTo(page, question.getByRole("button", { name: "Remove it" }));
  await page.keyboard.press("Enter");
  await view(page).getByText(/Add a delivery stream to begin/).waitFor();
});

/** Waits until the search for the next flush has ended: time stands still. */
async function destinationGets(page) {
  await button(page, "Next flush").waitFor();
  await button(page, "Play").waitFor();
}

inBrowser("the next flush is found, and each delivery says why it went and what would help", {}, async (page) => {
  await begin(page, direct());
  await button(page, "Next flush").click();
  await destinationGets(page);
  await untilText(region(page, "On its way"), /1\.0 MiB by size/);
  await button(page, "Next flush").click();
  await destinationGets(page);
  await untilText(destination(page), /Deliveries: 1 by size, 0 by interval/);
  await button(page, "Deliveries and why").click();
  const why = region(page, "Flushed because of its size");
  await untilText(why, /It held 1\.0 MiB, 10\d % of the 1\.0 MiB asked for/);
  await why.getByRole("button", { name: "Try it: 2 MiB" }).click();
  const size = inspector(page).getByRole("textbox", { name: "SizeInMBs" }).first();
  await until("the size is in force", () => size.inputValue(), (value) => value === "2");
  await why.getByText("Other settings hold since then", { exact: false }).waitFor();
});

inBrowser("settings have AWS's names; what a profile does not allow is refused beside the form", {}, async (page) => {
  await begin(page, direct());
  const interval = inspector(page).getByRole("textbox", { name: "IntervalInSeconds" }).first();
  await interval.waitFor();
  assert.equal(await interval.inputValue(), "60");
  await inspector(page).getByText("Default 300, 0 to 900. In the course notes 60 to 900.", { exact: false }).waitFor();
  await interval.fill("901");
  await interval.press("Enter");
  await inspector(page).getByRole("alert").filter({ hasText: "IntervalInSeconds: a whole number from 0 to 900" }).waitFor();
  assert.equal(await interval.inputValue(), "901", "what was typed can be mended");
  await interval.fill("soon");
  await interval.press("Enter");
  await inspector(page).getByRole("alert").filter({ hasText: "IntervalInSeconds: a whole number" }).waitFor();
  await interval.fill("5");
  await interval.press("Enter");
  await until("the setting is in force", () => interval.inputValue(), (value) => value === "5");

  await inspector(page).getByRole("combobox", { name: "LambdaArn" }).selectOption("fail-every-nth");
  await inspector(page).getByRole("textbox", { name: "fails every …th record" }).waitFor();
  const wait = inspector(page).getByRole("textbox", { name: "BufferIntervalInSeconds" });
  await wait.fill("1");
  await wait.press("Enter");
  await untilText(region(page, "Transformation"), /ProcessingFailed[1-9]/);
  await inspector(page).getByRole("combobox", { name: "Destination" }).selectOption("splunk");
  await destination(page).getByText("Splunk", { exact: true }).waitFor();
  // The limits of the course notes have no Splunk, and so no bounds for it.
  await inspector(page).getByText(/Default 5, 1 to 5\.$/).waitFor();
});

inBrowser("a destination that is out of service is tried again, and gets what waited", {}, async (page) => {
  await begin(page, direct());
  await inspector(page).getByRole("switch", { name: "Destination out of service" }).click();
  await destination(page).getByText("out of service", { exact: false }).waitFor();
  await setSpeed(page, 1);
  await untilText(region(page, "On its way"), /attempt [2-9] failed, attempt [3-9] in .*failing since 00:00/);
  await inspector(page).getByRole("switch", { name: "Destination out of service" }).click();
  await untilText(destination(page), /Deliveries: [1-9]\d* by size/);
});

inBrowser("shards have a buffer each, and another delivery stream can be looked at", {}, async (page) => {
  await begin(page, fromStream);
  await setSpeed(page, 1);
  await buffer(page).getByText(/shard 000\d/).first().waitFor();
  const others = page.getByRole("list", { name: "The buffers" }).getByRole("listitem");
  await until("three more buffers", () => others.count(), (count) => count === 3);
  await buffer(page).getByText("Table", { exact: true }).click();
  assert.equal(await buffer(page).getByRole("table").getByRole("row").count(), 5);
  await button(page, "Latency and objects").click();
  await page.getByRole("img", { name: /half of the records within/ }).waitFor();
  await page.getByRole("img", { name: /of the 5\.0 MiB asked for/ }).waitFor();
  await page.getByRole("combobox", { name: "Delivery stream", exact: true }).selectOption("search");
  await inspector(page).getByRole("heading", { name: "search" }).waitFor();
  await destination(page).getByText("Amazon OpenSearch Service").waitFor();
  await button(page, "Its producers: open the Pipeline").click();
  await page.getByRole("main", { name: "Pipeline" }).waitFor();
});

inBrowser("the Lab and the Pipeline know producers that call Firehose", {}, async (page) => {
  await begin(page, direct());
  await page.keyboard.press("p");
  const card = region(page, "The parts of the pipeline").getByRole("button", { name: /^web\b/ });
  await untilText(card, /→ clicks \(Firehose\)/);
  assert.doesNotMatch((await card.textContent()) ?? "", /no such stream/);
  await card.click();
  await button(page, "Show it in Firehose").click();
  await view(page).waitFor();
  await page.keyboard.press("l");
  await page.getByText("There is no stream", { exact: false }).first().waitFor();
});

inBrowser("where there is no delivery stream the search ends at once and says so", { search: "?view=firehose" }, async (page) => {
  await view(page).waitFor();
  await page.keyboard.press("b");
  await notice(page, /Nothing leaves the buffer/).waitFor();
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark on a phone", { colorScheme: "dark", width: 390, height: 844 }],
]) {
  inBrowser(`axe finds nothing wrong in Firehose: ${name}`, options, async (page) => {
    await begin(page, direct({ transformation: { function: "fail-every-nth", buffer_interval_s: 1 }, backup: "all" }));
    await setSpeed(page, 1);
    await untilText(destination(page), /Deliveries: [1-9]\d* by size/);
    await button(page, "Pause").click();
    const found = await violations(page, "Firehose");
    for (const tab of ["Latency and objects", "Deliveries and why"]) {
      await button(page, tab).click();
      found.push(...(await violations(page, tab)));
    }
    await button(page, "+ Delivery stream").click();
    await button(page, "+ Producer").click();
    found.push(...(await violations(page, "the forms")));
    assert.deepEqual(found, []);
  });
}

inBrowser("Firehose speaks Chinese", { search: "?lang=zh" }, async (page) => {
  await page.getByLabel("打开…").setInputFiles(file("direct.json", JSON.stringify(direct({ transformation: { function: "filter" }, backup: "all" }))));
  await page.keyboard.press("f");
  const main = page.getByRole("main", { name: "Firehose" });
  await main.getByText(/(大小|间隔)先到/).first().waitFor();
  for (const tab of ["延迟与对象", "交付及原因", "随时间的交付"]) {
    await button(page, tab).click();
    const text = await main.innerText();
    assert.doesNotMatch(text, /\b(firehose|source|tank|forecast|flight|flush|advice|set|hint|branch|tab|route|cause|transform)-[a-z]/, "no id of a message is shown");
  }
});
