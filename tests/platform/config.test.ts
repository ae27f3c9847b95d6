import { readFileSync } from "node:fs";
import path from "node:path";
import { readConfig } from "../../src/config";

test("without any setting the hub runs here, on a database of its own, with the demo", () => {
  expect(readConfig({}, [])).toMatchObject({ PORT: 4000, HOST: "127.0.0.1", demo: true });
});

test("a database of somebody else gets no demo unless it is asked for", () => {
  const env = { DATABASE_URL: "postgres://hub@db.example/sansha" };
  expect(readConfig(env, []).demo).toBe(false);
  expect(readConfig(env, ["--demo"]).demo).toBe(true);
  expect(readConfig({}, ["--empty"]).demo).toBe(false);
});

test.each([
  ["PORT", "eighty"],
  ["PORT", "70000"],
  ["DATABASE_URL", "mysql://x/y"],
  ["LOG_LEVEL", "loud"],
  ["SANSHA_BODY_MAX_BYTES", "-1"],
])("a wrong %s (%s) stops the start with a sentence that names it", (name, value) => {
  expect(() => readConfig({ [name]: value }, [])).toThrow(
    new RegExp(`^${name} is wrong: .+ See Configuration in README.md.$`),
  );
});

test("an option that the hub does not know is named", () => {
  expect(() => readConfig({}, ["--emtpy"])).toThrow("--emtpy is not an option of the hub");
  expect(() => readConfig({}, ["--empty", "--demo"])).toThrow("exclude each other");
});

test("the README lists every setting, with its default", () => {
  const readme = readFileSync(path.join(__dirname, "../../README.md"), "utf8");
  const { demo: _, SANSHA_DATA_DIR: __, SANSHA_ALLOWED_ORIGINS: ___, ...settings } = readConfig({}, []);
  const rows = Object.entries(settings).map(([name, value]) => `| \`${name}\` | ${String(value)} |`);
  for (const row of [
    ...rows,
    "| `SANSHA_DATA_DIR` | .data |",
    "| `DATABASE_URL` | – |",
    "| `SANSHA_ALLOWED_ORIGINS` | – |",
  ]) {
    expect(readme).toContain(row);
  }
});
