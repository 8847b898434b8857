import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    rules: {
      "eqeqeq": ["error", "always", { null: "ignore" }],
      "max-len": ["error", { code: 100 }],
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "quotes": ["error", "double", { avoidEscape: true, allowTemplateLiterals: true }],
      "semi": "error",
    },
  },
  {
    // The mathematics knows no page.
    files: ["src/shrinkage/explorables/js/core/**"],
    languageOptions: { globals: globals["shared-node-browser"] },
  },
  {
    files: ["src/shrinkage/explorables/js/host/jupyter.js"],
    languageOptions: { globals: { EXPLORABLE_CSS: "readonly" } },
  },
  {
    files: ["src/shrinkage/explorables/js/test/**", "tools/**", "eslint.config.mjs"],
    languageOptions: { globals: globals.node },
  },
];
