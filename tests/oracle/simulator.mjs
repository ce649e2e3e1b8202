// Our simulator behind its line protocol: the headless example as a child process.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The program: SHARDSCOPE_HEADLESS, or where Cargo puts it. */
export function program() {
  const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../target", import.meta.url));
  const builds = ["release", "debug"].map((profile) => `${target}/${profile}/examples/headless`);
  const built = [process.env.SHARDSCOPE_HEADLESS ?? builds].flat().find((file) => existsSync(file));
  if (!built) throw new Error(`there is no ${builds[0]}; build it with \`cargo build --release --example headless\``);
  return built;
}

/** A world behind a pipe. Lines are answered in order, so any number may be under way. */
export class Simulator {
  #child;
  #waiting = [];
  #rest = [];

  /** `words` say what the program is to do with its lines. */
  constructor(words = ["aws"]) {
    this.#child = spawn(program(), words, { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdout.on("data", (chunk) => this.#receive(chunk));
    this.#child.stdin.on("error", () => {});
    this.#child.on("exit", (code, signal) => {
      const error = new Error(`the simulator ended with ${signal ?? code}`);
      this.#waiting.splice(0).forEach(({ reject }) => reject(error));
    });
  }

  #receive(chunk) {
    for (let start = 0; ;) {
      const end = chunk.indexOf(10, start);
      if (end < 0) {
        if (start < chunk.length) this.#rest.push(chunk.subarray(start));
        return;
      }
      this.#rest.push(chunk.subarray(start, end));
      const line = Buffer.concat(this.#rest).toString();
      this.#rest = [];
      start = end + 1;
      this.#waiting.shift().resolve(line);
    }
  }

  /** The line that answers a line. */
  line(text) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(text + "\n");
    });
  }

  async #ask(line) {
    return JSON.parse(await this.line(JSON.stringify(line)));
  }

  request(target, body) {
    return this.#ask({ target, body });
  }

  /** Lets time pass and gives the time that it is then. */
  async advance(advance_ms) {
    return (await this.#done({ advance_ms })).now_ms;
  }

  set(settings) {
    return this.#done({ set: settings });
  }

  async #done(line) {
    const { status, body, error } = await this.#ask(line);
    if (status !== 200) throw new Error(`${JSON.stringify(line)}: ${JSON.stringify(error)}`);
    return body;
  }

  close() {
    this.#child.stdin.end();
  }
}
