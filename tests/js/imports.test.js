// No module needs itself, at whatever distance.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "../..");
const IMPORT = /^(?:import|export)\b[^;]*?["'](\.[^"']+)["'];/gm;

/** @returns {Map<string, string[]>} module -> what it imports */
export function modules(folder) {
  const paths = globSync("*/static/*/**/*.js", { cwd: folder });
  return new Map(paths.map((path) => {
    const text = readFileSync(join(folder, path), "utf8");
    return [path, [...text.matchAll(IMPORT)].map(([, found]) => join(dirname(path), found))];
  }));
}

/** @returns {string[][]} every way from a module back to itself, in the order it was walked */
export function cycles(graph) {
  const found = [];
  const done = new Set();
  const walk = (path, way) => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path]);
    if (way.includes(path) || done.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}

test("H1 no module imports itself, directly or through others", () => {
  assert.deepEqual(cycles(modules(ROOT)), []);
});

test("what a module imports is there", () => {
  const graph = modules(ROOT);
  assert.ok(graph.size > 30);
  assert.deepEqual([...graph.values()].flat().filter((path) => !graph.has(path)), []);
});

test("H3 a circle is found", () => {
  const graph = new Map([["a", ["b"]], ["b", ["c", "d"]], ["c", ["a"]], ["d", []]]);
  assert.deepEqual(cycles(graph), [["a", "b", "c", "a"]]);
});
