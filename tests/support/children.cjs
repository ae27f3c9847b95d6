"use strict";
/** A child process of ours runs as the process does that starts it: here, with our TypeScript compiled as Jest does. */
const path = require("node:path");

process.execArgv = ["--require", path.join(__dirname, "typescript.cjs")];
