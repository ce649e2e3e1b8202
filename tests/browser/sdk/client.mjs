// Runs in the page: the AWS SDK for JavaScript with a request handler that asks `window.shardscope` instead of AWS.

import { KinesisClient } from "@aws-sdk/client-kinesis";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { fromUtf8, toUtf8 } from "@smithy/core/serde";

export * from "@aws-sdk/client-kinesis";

const JSON_TYPE = "application/x-amz-json-1.1";
const codec = new EventStreamCodec(toUtf8, fromUtf8);

/** Who listens to a subscription, by its number. */
const listeners = new Map();

/** A message of an event stream, as AWS sends it. */
function message(kind, type, content) {
  const text = (value) => ({ type: "string", value });
  return codec.encode({
    headers: { ":message-type": text(kind), [`:${kind}-type`]: text(type), ":content-type": text(JSON_TYPE) },
    body: fromUtf8(JSON.stringify(content)),
  });
}

/** The body of the answer to SubscribeToShard: a stream that goes on as time passes. */
function eventStream({ EventStream, subscription }) {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(message("event", "initial-response", {}));
      for (const event of EventStream) push(controller, event);
      listeners.set(subscription, controller);
    },
    cancel: () => listeners.delete(subscription),
  });
}

/** Sends what a subscription has pushed: an event, an exception or the end, under its name. */
function push(controller, { subscription, at_ms, ended, ...named }) {
  for (const [name, content] of Object.entries(named)) {
    controller.enqueue(message(name.endsWith("Event") ? "event" : "exception", name, content));
  }
  if (ended) {
    controller.close();
    listeners.delete(subscription);
  }
}

/** Lets simulated time pass; what subscriptions push goes to those who listen. */
export async function advance(ms) {
  const { now_ms, events } = await window.shardscope.advance(ms);
  for (const event of events) {
    const controller = listeners.get(event.subscription);
    if (controller) push(controller, event);
  }
  return now_ms;
}

export class PageHandler {
  async handle({ headers, body }) {
    const target = headers["x-amz-target"];
    const text = typeof body === "string" ? body : new TextDecoder().decode(body);
    const answer = await window.shardscope.request(target, text);
    const isStream = target.endsWith(".SubscribeToShard") && answer.status === 200;
    const response = isStream
      ? { body: eventStream(answer.body), type: "application/vnd.amazon.eventstream" }
      : { body: new Blob([JSON.stringify(answer.body)]), type: JSON_TYPE };
    return {
      response: { statusCode: answer.status, headers: { "content-type": response.type }, body: response.body },
    };
  }
}

/** A client of the world on the page. */
export const client = (options) =>
  new KinesisClient({
    region: "us-east-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    requestHandler: new PageHandler(),
    maxAttempts: 1,
    ...options,
  });
