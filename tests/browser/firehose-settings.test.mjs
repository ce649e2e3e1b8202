// Settings that are refused: what was typed stays, with the reason beside it, until it is mended; what was chosen falls
// back to what is in force; and what AWS wants to agree is put right together.

import assert from "node:assert/strict";
import { begin, destination, direct, inspector, type, untilValue } from "./firehose-helpers.mjs";
import { browserTests, button, choice, notice, region, setSpeed, until, untilText } from "./harness.mjs";

const inBrowser = browserTests();

const field = (page, name) => inspector(page).getByRole("textbox", { name, exact: true });
const list = (page, name) => inspector(page).getByRole("combobox", { name, exact: true });
const faults = (page) => inspector(page).getByRole("alert").filter({ hasText: /\S/ });
const untilNoFault = (page) => until("nothing is wrong", () => faults(page).count(), (count) => count === 0);
/** The reason beside a field, which describes it. */
async function reason(page, locator) {
  await until("it is told beside the field", () => locator.getAttribute("aria-describedby"), (ids) => / /.test(ids));
  const [id] = (await locator.getAttribute("aria-describedby")).split(" ");
  return page.locator(`#${id}`).textContent();
}

/** A delivery stream that nobody calls, so that nothing is settled yet, beside one that somebody does. */
const calm = direct();
calm.name = "calm";
calm.plan.delivery_streams.unshift({ name: "calm" });

inBrowser("a text that is refused stays with its reason until it is mended", {}, async (page) => {
  await begin(page, direct());
  const [prefix, key] = [field(page, "Prefix"), field(page, "AWSKMSKeyARN")];
  const wrong = "!{partitionKeyFromQuery:type}/";
  await type(prefix, wrong);
  await untilText(faults(page), /^Prefix: “type” is a partition key, but records are not partitioned\. Set DynamicPartitioning first/);
  assert.match(await reason(page, prefix), /^Prefix: “type”/);
  await type(key, "my-key");
  await until("both are told", () => faults(page).count(), (count) => count === 2);
  assert.match(await reason(page, key), /^AWSKMSKeyARN: “my-key” is not allowed\. It looks like this: arn:aws:kms:/);
  await type(field(page, "IntervalInSeconds"), "90");
  await untilValue(field(page, "IntervalInSeconds"), "90");
  assert.deepEqual([await prefix.inputValue(), await key.inputValue()], [wrong, "my-key"], "another setting leaves them");
  assert.equal(await prefix.getAttribute("aria-invalid"), "true");
  await type(key, "");
  await until("one is left", () => faults(page).count(), (count) => count === 1);
  await type(prefix, "a".repeat(513));
  await untilText(faults(page), /^Prefix has 513 characters\. Prefix length, evaluated: at most 512 characters\.$/);
  await type(prefix, "logs/");
  await untilNoFault(page);
  await untilText(destination(page), /s3:\/\/bucket\/logs\//);
  assert.equal(await prefix.getAttribute("aria-invalid"), "false");
});

inBrowser("each fault of a prefix says which, and what would do", {}, async (page) => {
  await begin(page, calm);
  for (const [name, wrong, words] of [
    ["Prefix", "!{clock:yyyy}/", /^Prefix: “!\{clock:yyyy\}\/” is not an expression that Firehose knows\. Known: !\{timestamp:yyyy\/MM\/dd\}, /],
    ["Prefix", "!{timestamp:VV}/", /^Prefix: “VV” is not a pattern of time that Firehose knows\. It looks like this: yyyy\/MM\/dd\/HH$/],
    ["Prefix", "!{firehose:error-output-type}/", /^Prefix: .* belongs in ErrorOutputPrefix alone\.$/],
    ["ErrorOutputPrefix", "!{timestamp:yyyy}/", /^ErrorOutputPrefix: “!\{timestamp:yyyy\}\/” has expressions, and then AWS wants !\{firehose:error-output-type\} among them\.$/],
  ]) {
    await type(field(page, name), wrong);
    await untilText(faults(page), words);
    assert.equal(await faults(page).count(), 1);
    await type(field(page, name), "x/");
    await untilNoFault(page);
  }
});

inBrowser("what is mended elsewhere is taken with Enter", {}, async (page) => {
  await begin(page, direct());
  await list(page, "DataFormatConversion").selectOption("Parquet, SNAPPY");
  await field(page, "SchemaConfiguration").waitFor();
  const compression = list(page, "CompressionFormat");
  await compression.selectOption("GZIP");
  await untilText(faults(page), /^CompressionFormat: “GZIP” does not go together with DataFormatConversion\. What does: UNCOMPRESSED\.$/);
  assert.equal(await compression.inputValue(), "UNCOMPRESSED", "the list shows what is in force");
  const size = field(page, "SizeInMBs");
  await type(size, "5");
  await untilText(faults(page).first(), /^SizeInMBs: a whole number from 64 to 128, please\.$/);
  await list(page, "DataFormatConversion").selectOption("none");
  await until("the columns are gone", () => field(page, "SchemaConfiguration").count(), (count) => count === 0);
  await size.press("Enter");
  await untilText(region(page, "Buffer"), /of 5\.0 MiB/);
  await compression.selectOption("GZIP");
  await untilValue(compression, "GZIP");
  await untilNoFault(page);
});

inBrowser("partition keys and the prefix follow each other", {}, async (page) => {
  await begin(page, calm);
  const [keys, prefix] = [field(page, "DynamicPartitioning"), field(page, "Prefix")];
  await type(keys, "type=.type; day=.at");
  await untilValue(prefix, "type=!{partitionKeyFromQuery:type}/day=!{partitionKeyFromQuery:day}/");
  await untilValue(field(page, "ErrorOutputPrefix"), "errors/!{firehose:error-output-type}/");
  await type(prefix, "type=!{partitionKeyFromQuery:type}/");
  await untilText(faults(page), /^Prefix lacks the partition key “day”, and AWS wants every one there\. Add day=!\{partitionKeyFromQuery:day\}\/$/);
  await type(keys, "type=.type");
  await untilValue(keys, "type=.type");
  await list(page, "Destination").selectOption("Splunk");
  await untilText(destination(page), /Splunk/);
  await untilValue(prefix, "");
  await list(page, "Destination").selectOption("Amazon S3");
  await untilValue(keys, "");
  await type(prefix, "!{partitionKeyFromLambda:who}/");
  await untilText(destination(page), /partitionKeyFromLambda/);
});

inBrowser("a limits profile that lacks what there is names it, and the choice falls back", {}, async (page) => {
  await begin(page, direct({ kind: { splunk: { endpoint: "https://splunk.example.com:8088" } }, buffering: null }));
  const words = /^clicks: Destination: “Splunk” is a destination of the limits of “AWS today” alone\. Those of the course notes have Amazon S3, Amazon Redshift, Amazon Elasticsearch Service, Amazon OpenSearch Service\.$/;
  await page.keyboard.press("l");
  await choice(page, "Limits").selectOption("Course notes");
  await notice(page, "Splunk").waitFor();
  await untilText(notice(page, "Splunk").getByRole("paragraph"), words);
  await untilValue(choice(page, "Limits"), "current");
  await page.getByRole("link", { name: "Limits" }).click();
  const profile = page.getByRole("radio", { name: "Course notes" });
  await profile.click();
  await untilText(notice(page, "Splunk").getByRole("paragraph"), words);
  await until("the choice falls back", () => profile.isChecked(), (isChecked) => !isChecked);
  assert.ok(await page.getByRole("radio", { name: "AWS today" }).isChecked());
});

inBrowser("another destination keeps the hints that it allows", {}, async (page) => {
  await begin(page, direct({ buffering: { size_mib: 5, interval_s: 90 } }));
  await list(page, "Destination").selectOption("HTTP endpoint");
  await untilText(destination(page), /HTTP endpoint/);
  assert.deepEqual([await field(page, "SizeInMBs").inputValue(), await field(page, "IntervalInSeconds").inputValue()], ["5", "90"]);
  await list(page, "Destination").selectOption("Splunk");
  await untilText(destination(page), /Splunk/);
  await untilValue(field(page, "IntervalInSeconds"), "60");
});

inBrowser("a COPY that cannot read its objects says so where it fails", {}, async (page) => {
  await begin(page, direct({ kind: { redshift: { table: "clicks", copy_options: "GZIP" } } }));
  await setSpeed(page, 1);
  await untilText(destination(page), /▲ COPY cannot read these objects; see CopyOptions\./);
  await untilText(region(page, "On its way"), /▲ COPY cannot read these objects; see CopyOptions\./);
  await type(field(page, "CopyCommand.CopyOptions"), "JSON 'auto'");
  await until("it can", () => region(page, "On its way").textContent(), (text) => !/cannot read/.test(text));
});

inBrowser("while throttling goes on, N says that no other begins", {}, async (page) => {
  const load = direct({}, 8000);
  load.plan.producers[0].traffic = { ...load.plan.producers[0].traffic, template: null, record_size: { fixed: { bytes: 1000 } } };
  await begin(page, load);
  await page.getByRole("button", { name: /^clicks from .* refused \(Direct PUT\)$/ }).waitFor();
  await page.keyboard.press("n");
  await button(page, "Next flush").waitFor();
  await notice(page, "Throttling goes on at this moment. Within a simulated hour from here, none other begins.").waitFor({ timeout: 60_000 });
  await button(page, "Next throttle").waitFor();
});
