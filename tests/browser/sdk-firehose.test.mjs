// Firehose by the AWS SDK for JavaScript, unchanged, in the page: a delivery stream from its creation to its deletion.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { browserTests, button } from "./harness.mjs";

const inBrowser = browserTests();

const bundled = build({
  entryPoints: [fileURLToPath(new URL("sdk/firehose.mjs", import.meta.url))],
  bundle: true,
  format: "iife",
  globalName: "sdk",
  platform: "browser",
  write: false,
});

/** A test in a page that is paused and has an active delivery stream `lake`. */
function withLake(name, body) {
  inBrowser(name, {}, async (page, context) => {
    await button(page, "Pause").click();
    await button(page, "Play").waitFor();
    const { outputFiles } = await bundled;
    await page.evaluate(`${outputFiles[0].text}; window.sdk = sdk;`);
    await page.evaluate(async () => {
      const firehose = sdk.client();
      window.send = (name, input = {}) => firehose.send(new sdk[`${name}Command`](input));
      window.named = { DeliveryStreamName: "lake" };
      window.bytes = (text) => new TextEncoder().encode(text);
      window.described = async () => (await send("DescribeDeliveryStream", named)).DeliveryStreamDescription;
      window.why = async (name, input) => send(name, input).then(
        () => "done",
        (error) => error.name,
      );
      await send("CreateDeliveryStream", {
        ...named,
        ExtendedS3DestinationConfiguration: {
          RoleARN: "arn:aws:iam::123456789012:role/firehose",
          BucketARN: "arn:aws:s3:::lake",
          BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
        },
        Tags: [{ Key: "team", Value: "web" }],
      });
      await sdk.advance(60_000);
    });
    await body(page, context);
  });
}

withLake("a delivery stream is described, put into, changed and listed", async (page) => {
  const found = await page.evaluate(async () => {
    const first = await described();
    const put = await send("PutRecord", { ...named, Record: { Data: bytes("first\n") } });
    const Records = [1, 2, 3].map((number) => ({ Data: bytes(`number ${number}\n`) }));
    const batch = await send("PutRecordBatch", { ...named, Records });
    await send("UpdateDestination", {
      ...named,
      CurrentDeliveryStreamVersionId: first.VersionId,
      DestinationId: first.Destinations[0].DestinationId,
      ExtendedS3DestinationUpdate: { CompressionFormat: "GZIP" },
    });
    const second = await described();
    const { DeliveryStreamNames, HasMoreDeliveryStreams } = await send("ListDeliveryStreams");
    const late = await why("UpdateDestination", {
      ...named,
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: first.Destinations[0].DestinationId,
      ExtendedS3DestinationUpdate: { CompressionFormat: "ZIP" },
    });
    return {
      status: first.DeliveryStreamStatus,
      isDate: first.CreateTimestamp instanceof Date,
      ids: [put.RecordId, ...batch.RequestResponses.map((one) => one.RecordId)],
      failed: batch.FailedPutCount,
      version: second.VersionId,
      compression: second.Destinations[0].ExtendedS3DestinationDescription.CompressionFormat,
      DeliveryStreamNames,
      HasMoreDeliveryStreams,
      late,
    };
  });
  assert.equal(found.status, "ACTIVE");
  assert.ok(found.isDate);
  assert.equal(new Set(found.ids).size, 4);
  assert.ok(found.ids.every((id) => id.length === 224));
  assert.equal(found.failed, 0);
  assert.deepEqual([found.version, found.compression], ["2", "GZIP"]);
  assert.ok(found.DeliveryStreamNames.includes("lake"));
  assert.equal(found.HasMoreDeliveryStreams, false);
  assert.equal(found.late, "ConcurrentModificationException");
});

withLake("tags and encryption are given and taken, and the delivery stream goes", async (page) => {
  const found = await page.evaluate(async () => {
    await send("TagDeliveryStream", { ...named, Tags: [{ Key: "stage", Value: "test" }] });
    await send("UntagDeliveryStream", { ...named, TagKeys: ["team"] });
    const { Tags } = await send("ListTagsForDeliveryStream", named);
    await send("StartDeliveryStreamEncryption", named);
    const busy = await why("StopDeliveryStreamEncryption", named);
    await sdk.advance(60_000);
    const { Encrypted } = await send("PutRecord", { ...named, Record: { Data: bytes("a") } });
    const { Status } = (await described()).DeliveryStreamEncryptionConfiguration;
    await send("StopDeliveryStreamEncryption", named);
    await sdk.advance(60_000);
    await send("DeleteDeliveryStream", named);
    await sdk.advance(60_000);
    return { Tags, busy, Encrypted, Status, gone: await why("DescribeDeliveryStream", named) };
  });
  assert.deepEqual(found.Tags, [{ Key: "stage", Value: "test" }]);
  assert.equal(found.busy, "ResourceInUseException");
  assert.deepEqual([found.Encrypted, found.Status], [true, "ENABLED"]);
  assert.equal(found.gone, "ResourceNotFoundException");
});
