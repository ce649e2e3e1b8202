// kinesalite in this process, on a clock that is set by hand.
//
// Its request handler is called without a socket between, and its timers run on the simulated clock: so its answers are
// the same at every run, hours pass at once, and instants can be compared to the millisecond.

import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { setImmediate as turn } from "node:timers/promises";

export const ACCOUNT = "123456789012";
export const REGION = "us-east-1";

// It reads these when a store is made.
process.env.AWS_ACCOUNT_ID = ACCOUNT;
process.env.AWS_REGION = REGION;

/** More turns of the event loop than what it does after a timer takes. */
const TURNS_OF_A_TIMER = 24;
/** Many times the turns that the slowest answer takes. */
const TURNS_OF_AN_ANSWER = 2_000;

let now_ms = 0;
let timers = [];
let failure;

Date.now = () => now_ms;
globalThis.setTimeout = (act, wait_ms) => {
  timers.push({ at_ms: now_ms + wait_ms, act });
  return { unref() {} };
};
const kinesalite = createRequire(import.meta.url)("kinesalite");

/** An empty account. */
export class Emulator {
  #server;

  constructor({ at_ms, create_ms, delete_ms, update_ms, shardLimit }) {
    timers = [];
    now_ms = at_ms;
    const options = { createStreamMs: create_ms, deleteStreamMs: delete_ms, updateStreamMs: update_ms, shardLimit };
    this.#server = kinesalite(options);
  }

  /** Lets time pass. */
  async advance(to_ms) {
    for (;;) {
      const next = timers.reduce((a, b) => (b.at_ms < (a?.at_ms ?? Infinity) ? b : a), undefined);
      if (next === undefined || next.at_ms > to_ms) break;
      timers.splice(timers.indexOf(next), 1);
      now_ms = next.at_ms;
      next.act();
      for (let left = TURNS_OF_A_TIMER; left > 0; left--) await turn();
    }
    now_ms = to_ms;
  }

  /** Its answer; `{crash}` where it stops working, `{silence: true}` where it never answers. */
  async request(target, body) {
    const request = new EventEmitter();
    request.method = "POST";
    request.url = "/";
    request.headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
      "x-amz-date": "now",
      authorization: "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c",
    };
    let answer;
    const response = {
      setHeader() {},
      end: (text) => (answer = { status: response.statusCode, body: text ? JSON.parse(text) : {} }),
    };
    // What it throws while nobody awaits it would end this process.
    failure = undefined;
    process.setUncaughtExceptionCaptureCallback((error) => (failure = error));
    this.#server.emit("request", request, response);
    try {
      request.emit("data", Buffer.from(JSON.stringify(body)));
      request.emit("end");
    } catch (error) {
      failure = error;
    }
    for (let left = TURNS_OF_AN_ANSWER; !answer && !failure && left > 0; left--) await turn();
    process.setUncaughtExceptionCaptureCallback(null);
    if (failure) return { crash: String(failure) };
    return answer ?? { silence: true };
  }
}
