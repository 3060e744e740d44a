// Run from the root of the project: addresses below are from there.
import js from "@eslint/js";
import jsdoc from "eslint-plugin-jsdoc";
import globals from "globals";

export default [
  js.configs.recommended,
  jsdoc.configs["flat/logical-typescript-flavor-error"],
  {
    rules: {
      // Types are written in JSDoc, and tsc knows them.
      "jsdoc/no-types": "off",
      "jsdoc/no-undefined-types": "off",
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2024, globals: globals.browser },
  },
  {
    // Not a module: it runs before everything else.
    files: ["pekppp/static/pekppp/back.js"],
    languageOptions: { sourceType: "script" },
  },
  {
    files: ["evaluations/static/evaluations/field/sw.js"],
    languageOptions: {
      sourceType: "script",
      globals: { ...globals.serviceworker, ISI: "readonly" }, // written above it by the server
    },
  },
  {
    files: ["tests/js/**"],
    languageOptions: { globals: globals.node },
  },
];
