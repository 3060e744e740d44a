// Each gate fails on what it is there for.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { ESLint } from "eslint";
import ts from "typescript";

const ROOT = join(import.meta.dirname, "../..");
const MODULE = "evaluations/static/evaluations/broken.js";

async function linted(text) {
  const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: join(import.meta.dirname, "eslint.config.js") });
  const [{ messages }] = await eslint.lintText(text, { filePath: MODULE });
  return messages.map(({ ruleId }) => ruleId);
}

/** The errors of one module that stands in a folder of our scripts, by the configuration of a name. */
function checked(text, name) {
  const config = join(import.meta.dirname, name);
  const { options } = ts.getParsedCommandLineOfConfigFile(config, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: assert.fail });
  const path = join(ROOT, MODULE);
  const host = ts.createCompilerHost(options);
  const [read, exists] = [host.getSourceFile, host.fileExists];
  host.getSourceFile = (file, ...more) => (file === path ? ts.createSourceFile(file, text, more[0]) : read(file, ...more));
  host.fileExists = (file) => file === path || exists(file);
  const program = ts.createProgram([path, join(import.meta.dirname, "page.d.ts")], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ code }) => code);
}

test("H3 eslint sees an undefined name, an unused one and a comment that names no parameter", async () => {
  assert.deepEqual(await linted("const one = two;\n"), ["no-unused-vars", "no-undef"]);
  assert.deepEqual(await linted("/** @param {string} b */\nexport const f = (a) => a;\n"), ["jsdoc/check-param-names"]);
});

test("H3 tsc sees what an element has not, and a value of another type than JSDoc says", () => {
  const text = 'document.querySelector("p").value;\n/** @type {number} */\nexport const a = "b";\n';
  assert.deepEqual(checked(text, "tsconfig.json"), [2339, 2322]);
});

test("H3 in the saving protocol tsc also asks for types, and sees what may be missing", () => {
  const text = 'export const f = (a) => a;\ndocument.querySelector("p").textContent;\n';
  assert.deepEqual(checked(text, "tsconfig.strict.json"), [7006, 2531]);
});
