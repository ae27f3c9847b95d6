import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { readConfig } from "../src/config";

const root = path.resolve(__dirname, "..");
const read = (name: string) => readFileSync(path.join(root, name), "utf8");

/** The names of a mapping's keys below a heading of docker-compose.yml, and what they are set to. */
function entriesUnder(text: string, ...headings: readonly string[]): readonly (readonly [string, string])[] {
  let lines = text.split("\n");
  for (const heading of headings) {
    const outermost = Math.min(...lines.filter((line) => /^\s*\w/.test(line)).map((line) => line.search(/\S/)));
    const start = lines.findIndex((line) => line === `${" ".repeat(outermost)}${heading}:`);
    expect([heading, start]).not.toEqual([heading, -1]);
    const indent = lines[start]?.search(/\S/) ?? 0;
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((line) => line.trim() !== "" && line.search(/\S/) <= indent);
    lines = end < 0 ? rest : rest.slice(0, end);
  }
  return lines.flatMap((line) => {
    const [, name, value] = /^\s+([A-Z_]+): (.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value.replace(/^"|"$/g, "")] as const];
  });
}

/** What the image sets, and what the files around it name. */
const dockerfile = read("Dockerfile");
const compose = read("docker-compose.yml");
const ofImage = [...(/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? "").matchAll(/(\w+)=(\S+)/g)].map(
  ([, name = "", value = ""]) => [name, value] as const,
);
const ofHub = entriesUnder(compose, "services", "hub", "environment");

/** Node's own: no setting of the hub. */
const foreign = new Set(["NODE_ENV"]);

describe("docker-compose.yml and Dockerfile", () => {
  test("set variables that the hub knows, to values that it takes", () => {
    const given = [...ofImage, ...ofHub].filter(([name]) => !foreign.has(name));
    expect(given.length).toBeGreaterThanOrEqual(6);
    const values = given.map(([name, value]) => [name, value.replace(/\$\{\w+:-(\w*)\}/g, "$1")] as const);
    const config: Readonly<Record<string, unknown>> = readConfig(Object.fromEntries(values), []);
    for (const [name, value] of values) expect([name, String(config[name])]).toEqual([name, value]);
  });

  test("copy paths that are there, and start what the build makes", () => {
    const copied = [...dockerfile.matchAll(/^COPY (.*) \S+$/gm)].flatMap(([, names = ""]) => names.split(" "));
    expect(copied).toContain("src");
    expect(copied.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
    const program = /^CMD \["node", "dist\/(.*)\.js"\]$/m.exec(dockerfile)?.[1] ?? "";
    expect(existsSync(path.join(root, `${program}.ts`))).toBe(true);
    expect(existsSync(path.join(root, /npx tsc -p (\S+)/.exec(dockerfile)?.[1] ?? ""))).toBe(true);
    expect(existsSync(path.join(root, /^ {4}build: (\S+)$/m.exec(compose)?.[1] ?? "?", "Dockerfile"))).toBe(true);
  });

  test("speak of one database, one port and one data folder", () => {
    const database = new Map(entriesUnder(compose, "services", "postgres", "environment"));
    const hub = new Map(ofHub);
    const url = new URL((hub.get("DATABASE_URL") ?? "").replace(/\$\{\w+:-(\w*)\}/g, "$1"));
    expect([url.hostname, url.username, url.pathname]).toEqual([
      "postgres",
      database.get("POSTGRES_USER"),
      `/${database.get("POSTGRES_DB")}`,
    ]);
    expect(hub.get("DATABASE_URL")).toContain(database.get("POSTGRES_PASSWORD"));
    const port = hub.get("PORT") ?? "";
    expect(compose).toContain(`:4000:${port}"`);
    expect(compose).toContain(`http://127.0.0.1:${port}/readyz`);
    expect(dockerfile).toContain(`EXPOSE ${port}`);
    const folder = new Map(ofImage).get("SANSHA_DATA_DIR") ?? "";
    expect(hub.get("SANSHA_DATA_DIR")).toBe(folder);
    expect(compose).toContain(`- hub:${folder}`);
    expect(dockerfile).toContain(`VOLUME ${folder}`);
  });

  test("name volumes and services that are declared", () => {
    const volumes = [...compose.matchAll(/^ {6}- ([a-z]+):\//gm)].map(([, name]) => name);
    const [, declared = ""] = compose.split(/^volumes:$/m);
    expect(volumes.filter((name) => !declared.includes(`  ${name}:`))).toEqual([]);
    const waited = [...(/depends_on:\n((?: {6,}.*\n)+)/.exec(compose)?.[1] ?? "").matchAll(/^ {6}([a-z]+):$/gm)];
    expect(waited.map(([, name]) => name)).toEqual(["postgres"]);
    expect(compose).toMatch(/^ {2}postgres:$/m);
  });
});
