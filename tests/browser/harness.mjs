// Serves the built site on a free port of this machine and opens it in a real Chromium.
//
// The site is the folder SHARDSCOPE_SITE and the browser the program CHROMIUM; `cargo xtask test` sets both.

import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, resolve } from "node:path";
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
  const problems = [];
  const foreign = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.stack ?? error}`));
  page.on("crash", () => problems.push("the page crashed"));
  opened.on("requestfailed", (request) => {
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
