// Runs in the page: the AWS SDK for JavaScript's client of Firehose, which asks `window.shardscope` instead of AWS.

import { FirehoseClient } from "@aws-sdk/client-firehose";
import { PageHandler } from "./client.mjs";

export * from "@aws-sdk/client-firehose";
export { advance } from "./client.mjs";

/** A client of the world on the page. */
export const client = (options) =>
  new FirehoseClient({
    region: "us-east-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    requestHandler: new PageHandler(),
    maxAttempts: 1,
    ...options,
  });
