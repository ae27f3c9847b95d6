"use strict";
/** `node --require` of this file lets a child process of a test run our TypeScript, compiled as Jest compiles it. */
const { transformFileSync } = require("@swc/core");
const { transform } = require("../../jest.config.js");

const [, options] = transform["\\.ts$"];

require.extensions[".ts"] = (module, filename) => {
  module._compile(transformFileSync(filename, { ...options, swcrc: false }).code, filename);
};
