// What axe finds wrong with a page.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/** What axe finds wrong, in a few words each. */
export async function violations(page, state) {
  await page.evaluate(`if (!window.axe) { ${axeSource} }`);
  return page.evaluate(
    async ([rules, state]) => {
      const { violations } = await window.axe.run(document, {
        runOnly: { type: "tag", values: rules },
      });
      return violations.map(({ id, nodes }) => {
        const why = (node) => [...node.any, ...node.all, ...node.none][0]?.message;
        const where = nodes.slice(0, 6).map((node) => `${node.html.slice(0, 100)} (${why(node)})`);
        return `${state}: ${id}: ${nodes.length} x ${where.join(" | ")}`;
      });
    },
    [RULES, state],
  );
}
