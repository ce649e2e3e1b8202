// What the tests of Firehose's view share: a delivery stream to begin with, and how the parts of the view are found.

import { button, file, region, setSpeed, until, untilPlays, untilText } from "./harness.mjs";

export const view = (page) => page.getByRole("main", { name: "Firehose" });
export const destination = (page) => region(page, "Destination");
/** What is below the picture once its tab is pressed. */
export const below = (page) => page.getByRole("region", { name: /^(Bucket|Size against interval)$/ });
export const inspector = (page) => page.getByRole("complementary", { name: "The delivery stream" });

/** Whether an element has the focus; what is not there has none. */
export const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement).catch(() => false);

export const traffic = (rate) => ({
  rate_records_per_s: rate,
  arrivals: "poisson",
  record_size: { fixed: { bytes: 300 } },
  template: "clickstream",
  keys: { uniform: { keys: 1000 } },
  retry: "none",
});

/** A delivery stream that a producer calls; its buffer of 1 MiB fills within seconds. */
export const direct = (destination = {}, rate = 700) => ({
  version: 1,
  name: "direct",
  plan: {
    seed: 7,
    producers: [{ name: "web", delivery_stream: "clicks", traffic: traffic(rate) }],
    delivery_streams: [{ name: "clicks", destination: { buffering: { size_mib: 1, interval_s: 60 }, ...destination } }],
  },
});

/** Opens a scenario in the Lab and goes to Firehose, until the view itself is there and has taken the focus. */
export async function begin(page, scenario) {
  await untilPlays(page);
  await page.getByLabel("Open…").setInputFiles(file(`${scenario.name}.json`, JSON.stringify(scenario)));
  await page.getByText(scenario.name, { exact: true }).first().waitFor();
  await page.keyboard.press("f");
  await inspector(page).waitFor();
  await until("the view has the focus", () => isFocused(view(page)));
}

/** Presses a button by keyboard. */
export async function press(locator) {
  await locator.waitFor();
  await locator.focus();
  await locator.press("Enter");
}

/** Lets the first objects come and stops there. */
export async function beginWithObjects(page, scenario) {
  await begin(page, scenario);
  await setSpeed(page, 1);
  await untilText(destination(page), /Deliveries: [2-9] by size/);
  await button(page, "Pause").click();
}

export const folder = (page, name) => below(page).getByRole("button", { name, expanded: false });

/** Opens the bucket, its hour, and the newest object. */
export async function openNewest(page) {
  await press(button(page, "Bucket"));
  await press(folder(page, "bucket/"));
  await press(folder(page, /^\d{4}\/\d\d\/\d\d\/\d\d\/$/));
  await press(below(page).getByRole("button", { name: /^clicks-\d+-/ }).first());
  await page.getByRole("heading", { name: /^s3:\/\/bucket\/\d{4}\// }).waitFor();
}

/** Types into a field and confirms that. */
export async function type(locator, text) {
  await locator.fill(text);
  await locator.press("Enter");
}

export const untilValue = (locator, value) => until(`the value ${value}`, () => locator.inputValue(), (now) => now === value);
