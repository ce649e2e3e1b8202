// The AWS SDK for JavaScript, unchanged, in the page: its requests are answered by the world that the page shows.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { browserTests, button, clock, untilClock } from "./harness.mjs";

const inBrowser = browserTests();

const bundled = build({
  entryPoints: [fileURLToPath(new URL("sdk/client.mjs", import.meta.url))],
  bundle: true,
  format: "iife",
  globalName: "sdk",
  platform: "browser",
  write: false,
});

/** A test in a page that is paused and has the SDK as `window.sdk`. */
function inPage(name, body) {
  inBrowser(name, {}, async (page, context) => {
    await button(page, "Pause").click();
    await button(page, "Play").waitFor();
    const { outputFiles } = await bundled;
    await page.evaluate(`${outputFiles[0].text}; window.sdk = sdk;`);
    await page.evaluate(() => {
      const kinesis = sdk.client();
      window.send = (name, input = {}) => kinesis.send(new sdk[`${name}Command`](input));
      window.untilActive = async (StreamName) => {
        for (let seconds = 0; seconds < 120; seconds++) {
          const { StreamDescriptionSummary: found } = await send("DescribeStreamSummary", { StreamName });
          if (found.StreamStatus === "ACTIVE") return seconds;
          await sdk.advance(1_000);
        }
        throw new Error(`${StreamName} does not become ACTIVE`);
      };
      window.create = async (StreamName, ShardCount) => {
        await send("CreateStream", { StreamName, ShardCount });
        return untilActive(StreamName);
      };
      /** All records of a shard from the beginning on. */
      window.read = async (StreamName, ShardId) => {
        const start = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" };
        let { ShardIterator } = await send("GetShardIterator", start);
        const records = [];
        for (;;) {
          const answer = await send("GetRecords", { ShardIterator, Limit: 40 });
          records.push(...answer.Records);
          ShardIterator = answer.NextShardIterator;
          if (!ShardIterator || (answer.Records.length === 0 && answer.MillisBehindLatest === 0)) break;
          await sdk.advance(250);
        }
        return { records, isAtEnd: ShardIterator === undefined };
      };
      window.bytes = (text) => new TextEncoder().encode(text);
      window.text = (bytes) => new TextDecoder().decode(bytes);
    });
    await body(page, context);
  });
}

inPage("a stream is created, and records are put and read", async (page) => {
  const found = await page.evaluate(async () => {
    const waited_s = await create("orders", 2);
    const { StreamNames } = await send("ListStreams");
    const put = await send("PutRecord", { StreamName: "orders", PartitionKey: "ключ", Data: bytes("первый") });
    const Records = [1, 2, 3].map((number) => ({ PartitionKey: `k${number}`, Data: bytes(`number ${number}`) }));
    const many = await send("PutRecords", { StreamName: "orders", Records });
    const { Shards } = await send("ListShards", { StreamName: "orders" });
    const read_ = [];
    for (const { ShardId } of Shards) read_.push(...(await read("orders", ShardId)).records);
    return {
      waited_s,
      StreamNames,
      shard: put.ShardId,
      numbers: [put.SequenceNumber, ...many.Records.map((record) => record.SequenceNumber)],
      failed: many.FailedRecordCount,
      data: Object.fromEntries(read_.map((record) => [record.PartitionKey, text(record.Data)])),
      areDates: read_.every((record) => record.ApproximateArrivalTimestamp instanceof Date),
    };
  });
  assert.ok(found.waited_s >= 5 && found.waited_s <= 30, `${found.waited_s} s`);
  assert.ok(found.StreamNames.includes("orders"));
  assert.match(found.shard, /^shardId-00000000000[01]$/);
  assert.ok(found.numbers.every((number) => /^\d{56}$/.test(number)));
  assert.equal(found.failed, 0);
  assert.deepEqual(found.data, { ключ: "первый", k1: "number 1", k2: "number 2", k3: "number 3" });
  assert.ok(found.areDates);
});

inPage("every key keeps its order across a split and a merge, parents read first", async (page) => {
  const { perKey, lineage } = await page.evaluate(async () => {
    await create("clicks", 2);
    let number = 0;
    const put = async () => {
      const Records = Array.from({ length: 60 }, () => ({
        PartitionKey: `user-${number % 12}`,
        Data: bytes(String(number++)),
      }));
      const answer = await send("PutRecords", { StreamName: "clicks", Records });
      if (answer.FailedRecordCount > 0) throw new Error("throttled");
      await sdk.advance(500);
    };
    await put();
    const half = (2n ** 126n).toString();
    await send("SplitShard", { StreamName: "clicks", ShardToSplit: "shardId-000000000000", NewStartingHashKey: half });
    await put();
    await untilActive("clicks");
    await put();
    await send("MergeShards", {
      StreamName: "clicks",
      ShardToMerge: "shardId-000000000003",
      AdjacentShardToMerge: "shardId-000000000001",
    });
    await untilActive("clicks");
    await put();
    const { Shards } = await send("ListShards", { StreamName: "clicks" });
    const perKey = {};
    const lineage = {};
    // Shards are listed in the order of their numbers: parents before children.
    for (const { ShardId, ParentShardId, AdjacentParentShardId } of Shards) {
      const { records, isAtEnd } = await read("clicks", ShardId);
      lineage[ShardId] = { parents: [ParentShardId, AdjacentParentShardId].filter(Boolean), isAtEnd };
      for (const record of records) (perKey[record.PartitionKey] ??= []).push(Number(text(record.Data)));
    }
    return { perKey, lineage };
  });
  assert.equal(Object.keys(perKey).length, 12);
  for (const [key, numbers] of Object.entries(perKey)) {
    assert.equal(numbers.length, 20, key);
    assert.ok(
      numbers.every((number, index) => index === 0 || number > numbers[index - 1]),
      `${key}: ${numbers}`,
    );
  }
  const id = (number) => `shardId-${String(number).padStart(12, "0")}`;
  assert.deepEqual(lineage, {
    [id(0)]: { parents: [], isAtEnd: true },
    [id(1)]: { parents: [], isAtEnd: true },
    [id(2)]: { parents: [id(0)], isAtEnd: false },
    [id(3)]: { parents: [id(0)], isAtEnd: true },
    [id(4)]: { parents: [id(3), id(1)], isAtEnd: false },
  });
});

inPage("enhanced fan-out pushes records as an event stream", async (page) => {
  const found = await page.evaluate(async () => {
    await create("orders", 1);
    const { StreamDescriptionSummary } = await send("DescribeStreamSummary", { StreamName: "orders" });
    const StreamARN = StreamDescriptionSummary.StreamARN;
    const { Consumer } = await send("RegisterStreamConsumer", { StreamARN, ConsumerName: "billing" });
    const statuses = [Consumer.ConsumerStatus];
    while (statuses.at(-1) !== "ACTIVE" && statuses.length < 60) {
      await sdk.advance(1_000);
      const { ConsumerDescription } = await send("DescribeStreamConsumer", { ConsumerARN: Consumer.ConsumerARN });
      statuses.push(ConsumerDescription.ConsumerStatus);
    }
    const subscription = await send("SubscribeToShard", {
      ConsumerARN: Consumer.ConsumerARN,
      ShardId: "shardId-000000000000",
      StartingPosition: { Type: "LATEST" },
    });
    const events = [];
    const heard = (async () => {
      for await (const event of subscription.EventStream) events.push(event.SubscribeToShardEvent ?? event);
    })();
    for (const number of [1, 2, 3, 4]) {
      const Data = bytes(`order ${number}`);
      await send("PutRecord", { StreamName: "orders", PartitionKey: "k", Data });
      await sdk.advance(300);
    }
    await send("SplitShard", {
      StreamName: "orders",
      ShardToSplit: "shardId-000000000000",
      NewStartingHashKey: (2n ** 127n).toString(),
    });
    await untilActive("orders");
    await sdk.advance(1_000);
    await heard;
    const last = events.at(-1);
    return {
      statuses,
      records: events.flatMap((event) => (event.Records ?? []).map((record) => text(record.Data))),
      behind: events.map((event) => event.MillisBehindLatest),
      children: last.ChildShards?.map((shard) => [shard.ShardId, ...shard.ParentShards]),
    };
  });
  assert.equal(found.statuses[0], "CREATING");
  assert.equal(found.statuses.at(-1), "ACTIVE");
  assert.deepEqual(found.records, ["order 1", "order 2", "order 3", "order 4"]);
  assert.ok(found.behind.every((behind) => behind < 1_000));
  assert.deepEqual(found.children, [
    ["shardId-000000000001", "shardId-000000000000"],
    ["shardId-000000000002", "shardId-000000000000"],
  ]);
});

inPage("refusals are the SDK's own exceptions", async (page) => {
  const found = await page.evaluate(async () => {
    const refusal = async (kind, name, input) => {
      try {
        await send(name, input);
        return `${name} is not refused`;
      } catch (error) {
        const isKind = sdk[kind] === undefined ? error.name === kind : error instanceof sdk[kind];
        return `${isKind ? kind : error.name}, ${error.$metadata?.httpStatusCode}: ${error.message}`;
      }
    };
    await create("orders", 1);
    const one = { StreamName: "orders" };
    const data = new Uint8Array(700 * 1_024);
    await send("PutRecord", { ...one, PartitionKey: "k", Data: data });
    const start = { ...one, ShardId: "0", ShardIteratorType: "TRIM_HORIZON" };
    const { ShardIterator } = await send("GetShardIterator", start);
    const found = {
      missing: await refusal("ResourceNotFoundException", "DescribeStream", { StreamName: "missing" }),
      taken: await refusal("ResourceInUseException", "CreateStream", { ...one, ShardCount: 1 }),
      constraint: await refusal("ValidationException", "ListStreams", { Limit: 0 }),
      argument: await refusal("InvalidArgumentException", "GetRecords", { ShardIterator: "AAAA" }),
      throughput: await refusal("ProvisionedThroughputExceededException", "PutRecord", {
        ...one,
        PartitionKey: "k",
        Data: data,
      }),
      quota: await refusal("LimitExceededException", "CreateStream", { StreamName: "huge", ShardCount: 1_000_000 }),
    };
    const retried = sdk.client({ maxAttempts: 4 });
    const retry = retried.send(new sdk.PutRecordCommand({ ...one, PartitionKey: "k", Data: data }));
    await sdk.advance(2_000);
    found.retried = (await retry).ShardId;
    await sdk.advance(300_001);
    found.expired = await refusal("ExpiredIteratorException", "GetRecords", { ShardIterator });
    return found;
  });
  assert.equal(
    found.missing,
    "ResourceNotFoundException, 400: Stream missing under account 123456789012 not found.",
  );
  assert.equal(found.taken, "ResourceInUseException, 400: Stream orders under account 123456789012 already exists.");
  assert.match(found.constraint, /^ValidationException, 400: 1 validation error detected: Value '0' at 'limit' failed/);
  assert.equal(found.argument, "InvalidArgumentException, 400: Invalid ShardIterator.");
  assert.match(found.throughput, /^ProvisionedThroughputExceededException, 400: Rate exceeded for shard shardId-0{12} in stream orders/);
  assert.match(found.quota, /^LimitExceededException, 400: This request would exceed the shard limit for the account/);
  assert.equal(found.retried, "shardId-000000000000");
  assert.match(found.expired, /^ExpiredIteratorException, 400: Iterator expired\. The iterator was created at time/);
});

inPage("time passes as far as it is told to, and the page shows it", async (page) => {
  const from = await clock(page);
  const times = await page.evaluate(async () => {
    const times = [];
    for (const ms of [0, 90_000, 1]) times.push((await window.shardscope.advance(ms)).now_ms);
    return times;
  });
  assert.deepEqual(
    times.slice(1).map((time, index) => time - times[index]),
    [90_000, 1],
  );
  await untilClock(page, from + 90);
  assert.ok((await clock(page)) < from + 91, "the simulation is paused still");
  await button(page, "Play").waitFor();
});

inPage("a long advance lets other requests through", async (page) => {
  const order = await page.evaluate(async () => {
    const order = [];
    const long = window.shardscope.advance(24 * 3_600_000).then(() => order.push("a day has passed"));
    for (let count = 0; count < 3; count++) {
      const { status } = await window.shardscope.request("Kinesis_20131202.ListStreams");
      order.push(status);
    }
    await long;
    return order;
  });
  assert.deepEqual(order, [200, 200, 200, "a day has passed"]);
});

inPage("what scripts get wrong is told to them", async (page) => {
  const found = await page.evaluate(async () => {
    const told = (promise) => promise.then(() => "nothing is wrong", (error) => error.message);
    const wrong = [];
    for (const ms of [-1, 0.5, "5", NaN, 1e15]) wrong.push(await told(window.shardscope.advance(ms)));
    const answers = [];
    for (const [target, body] of [["Nobody.Knows", {}], [undefined], ["Kinesis_20131202.PutRecord", "{"]]) {
      const { status, body: told } = await window.shardscope.request(target, body);
      answers.push([status, told.__type]);
    }
    return { wrong, answers };
  });
  for (const message of found.wrong) assert.match(message, /whole number of milliseconds, from 0 to 31,?622,?400,?000/);
  assert.deepEqual(found.answers, [
    [400, "UnknownOperationException"],
    [400, "UnknownOperationException"],
    [400, "SerializationException"],
  ]);
});
