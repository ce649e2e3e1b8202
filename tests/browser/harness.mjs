// Serves the built site on a free port of this machine and opens it in a real Chromium.
//
// The site is the folder SHARDSCOPE_SITE and the browser the program CHROMIUM; `cargo xtask test` sets both.

import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, resolve } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pass } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const SITE = resolve(process.env.SHARDSCOPE_SITE ?? fileURLToPath(new URL("../../target/site-test", import.meta.url)));
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".ftl": "text/plain; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

// A tool that drives a browser has no sandbox as root, and nothing of ours may ask the network.
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Serves a folder below a path, as a plain file server does. `close` stops it. */
export async function serve({ folder = SITE, below = "/" } = {}) {
  const server = createServer((request, response) => void answer(folder, below, request, response));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { origin, url: origin + below, close };
}

async function answer(folder, below, request, response) {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const file = await find(folder, below, path);
  if (file === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    return;
  }
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
  createReadStream(file).pipe(response);
}

async function find(folder, below, path) {
  if (!path.startsWith(below)) return undefined;
  const file = join(folder, normalize("/" + path.slice(below.length)));
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return file;
  const index = join(file, "index.html");
  return found?.isDirectory() && (await stat(index).catch(() => undefined)) ? index : undefined;
}

/**
 * Starts a server and a browser with a fresh profile. `close` ends both.
 *
 * `openPage` opens the site in a context of its own; see there.
 */
export async function start({ below = "/" } = {}) {
  const site = await serve({ below });
  const profile = await mkdtemp(join(tmpdir(), "shardscope-browser-"));
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: ARGUMENTS,
    // Some builds keep crash reports and settings at home, where other runs would find them.
    env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  });
  return {
    ...site,
    browser,
    openPage: (options) => openPage(browser, site, options),
    close: async () => {
      await browser.close();
      await site.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/**
 * Opens the site in a fresh context and collects what must not be: `problems` lists console errors, errors of the
 * page and of its workers, failed requests, and `foreign` each request to another origin.
 *
 * `hash` and `search` go behind the address. What else there is in `options` is for Playwright's context.
 */
async function openPage(browser, site, options = {}) {
  const { width = 1280, height = 800, hash = "", search = "", ...context } = options;
  const opened = await browser.newContext({ viewport: { width, height }, locale: "en-GB", ...context });
  const page = await opened.newPage();
  page.setDefaultTimeout(15_000);
  const problems = [];
  const foreign = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.stack ?? error}`));
  page.on("crash", () => problems.push("the page crashed"));
  opened.on("requestfailed", (request) => {
    // A page that is loaded again gives up the parts that it was still fetching.
    if (request.url().includes("/split_") && request.failure()?.errorText === "net::ERR_ABORTED") return;
    problems.push(`request: ${request.url()} ${request.failure()?.errorText}`);
  });
  opened.on("response", (response) => {
    if (response.status() >= 400) problems.push(`request: ${response.url()} gives ${response.status()}`);
  });
  opened.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.origin !== site.origin) foreign.push(request.url());
  });
  await page.goto(site.url + search + hash, { waitUntil: "load" });
  return { page, context: opened, problems, foreign, close: () => opened.close() };
}

/**
 * One browser for the tests of a file. The answer declares a test that gets a page of its own, where the simulation has
 * begun; at its end, nothing may have gone wrong on the page and nobody else may have been asked for anything.
 */
export function browserTests() {
  let site;
  before(async () => (site = await start()));
  after(() => site?.close());
  return (name, options, body) =>
    test(name, async (context) => {
      const opened = await site.openPage(options);
      try {
        await until(
          "the simulation begins",
          () => clockOf(opened.page).count(),
          (count) => count === 1,
          40_000,
        );
        await body(opened.page, context);
        assert.deepEqual(opened.problems, []);
        assert.deepEqual(opened.foreign, []);
      } finally {
        opened.problems.forEach((problem) => context.diagnostic(problem));
        await opened.close();
      }
    });
}

/** Waits until what `read` finds `holds`, and gives it. */
export async function until(what, read, holds = Boolean, within_ms = 20_000) {
  const end = performance.now() + within_ms;
  for (;;) {
    const found = await read();
    if (holds(found)) return found;
    if (performance.now() > end) {
      const last = typeof found === "string" ? found : JSON.stringify(found);
      assert.fail(`${what}: not within ${within_ms / 1_000} s; found last: ${last}`);
    }
    await pass(40);
  }
}

/** Waits until the text of `locator` matches, and gives the match. */
export async function untilText(locator, pattern, within_ms) {
  const read = async () => (await locator.first().textContent()) ?? "";
  const text = await until(`${locator} says ${pattern}`, read, (text) => pattern.test(text), within_ms);
  return text.match(pattern);
}

// What a student sees, found by the words beside it.

/** The simulated clock, told by its looks, which are those of every language. */
const clockOf = (page) => page.getByRole("status").filter({ hasText: /^(\d+ d )?\d\d:\d\d:\d\d\.\d+$/ });

/** The simulated time in seconds, to a tenth, as the page shows it. */
export async function clock(page) {
  return seconds(await clockOf(page).textContent());
}

/** Seconds of a text like `00:01:23.4`. */
export function seconds(text) {
  const [, days, hours, minutes, rest] = text.match(/(?:(\d+) d )?(\d\d):(\d\d):(\d\d\.\d+)/);
  return Math.round(((Number(days ?? 0) * 24 + Number(hours)) * 60 + Number(minutes)) * 600 + Number(rest) * 10) / 10;
}

/** Waits until the simulated clock shows `at_s` or more. */
export const untilClock = (page, at_s, within_ms) =>
  until(
    `the clock reaches ${at_s} s`,
    () => clock(page),
    (now) => now >= at_s,
    within_ms,
  );

/** Waits until the clock has gone on by itself, so that the simulation plays. */
export async function untilPlays(page) {
  const from = await clock(page);
  return until(
    "the clock goes on",
    () => clock(page),
    (now) => now > from + 0.25,
  );
}

/** A number as the page shortens it: `1,041`, `12.35 k`, `4.56 M`. */
export function amount(text) {
  const [, digits, unit] = text.match(/([\d,]+(?:\.\d+)?)(?: ([kMGT]))?/);
  return Number(digits.replaceAll(",", "")) * (unit ? { k: 1e3, M: 1e6, G: 1e9, T: 1e12 }[unit] : 1);
}

export const region = (page, name) => page.getByRole("region", { name, exact: true });
export const why = (page) => region(page, "Why?");
export const laneButtons = (page) =>
  region(page, "Shards against their two write limits")
    .getByRole("listitem")
    .getByRole("button")
    .filter({ has: page.getByText(/^\d{4}$/) });
export const lane = (page, shard) =>
  laneButtons(page).filter({ has: page.getByText(String(shard).padStart(4, "0"), { exact: true }) });
export const shardId = (shard) => `shardId-${String(shard).padStart(12, "0")}`;
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const notice = (page, text) => page.getByRole("alert").filter({ hasText: text });
export const knob = (page, name) => region(page, "Inputs").getByRole("spinbutton", { name, exact: true });
export const choice = (page, name) => region(page, "Inputs").getByRole("combobox", { name, exact: true });
export const slider = (page, name) => page.getByRole("slider", { name, exact: true });

/** What all lanes show. */
export async function lanes(page) {
  return (await laneButtons(page).allTextContents()).map((text) => ({
    text,
    bytesPercent: amount(text.match(/bytes\s*([\d.,]+) %/)[1]),
    recordsPercent: amount(text.match(/records\s*([\d.,]+) %/)[1]),
    recordsPerS: amount(text.match(/records\s*[\d.,]+ %\s*([\d.,]+(?: [kMG])?)\/s/)[1]),
    accepted: amount(text.match(/✓\s*([\d.,]+(?: [kMG])?)/)[1]),
    refused: amount(text.match(/✕\s*([\d.,]+(?: [kMG])?)/)[1]),
    isThrottled: text.includes("THROTTLED"),
  }));
}

/** The records a second that are offered to all shards. */
export const offered = async (page) => (await lanes(page)).reduce((sum, lane) => sum + lane.recordsPerS, 0);

/** What stands beside a term, such as one of the totals. */
export const described = (within, term) =>
  within
    .getByRole("term")
    .filter({ hasText: new RegExp(`^${term}$`) })
    .locator("xpath=following-sibling::dd[1]");
export const total = async (page, term) => amount(await described(page, term).textContent());

/** Types a number into a field and confirms it. */
export async function setKnob(page, name, value) {
  await knob(page, name).fill(String(value));
  await knob(page, name).press("Enter");
}

/** Sets the speed to a power of ten by the slider, which has ten places for each. */
export async function setSpeed(page, power) {
  await slider(page, "Speed").fill(String(10 * (power + 1)));
}

/** Lets the hot key of the first scenario spend what its shard allows at the beginning, faster than by the clock. */
export async function untilThrottled(page) {
  await setSpeed(page, 1);
  await untilText(lane(page, 1), /THROTTLED/);
  await setSpeed(page, 0);
}

/** Begins the ready scenario whose button has this name. */
export async function scenario(page, name) {
  await page.getByRole("button", { name }).click();
  await page.getByRole("button", { name, pressed: true }).waitFor();
}

/** A file for a file field or a drop. */
export const file = (name, content, mimeType = "text/plain") => ({ name, mimeType, buffer: Buffer.from(content) });
