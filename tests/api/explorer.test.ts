import { readFileSync } from "node:fs";
import path from "node:path";
import { Kind, parse, validate } from "graphql";
import { type ServedWorld, serve } from "../support/served";
import { type World, openWorld } from "../support/world";

let world: World;
let hub: ServedWorld;

beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world);
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

const load = async (at: string) => {
  const response = await fetch(new URL(at, hub.url));
  const { status, headers } = response;
  return {
    status,
    type: headers.get("content-type"),
    policy: headers.get("content-security-policy"),
    text: await response.text(),
  };
};
const own = (name: string) => readFileSync(path.resolve(__dirname, "../../src/api/explorer", name), "utf8");

/** What the page and its script name: every path below the hub. */
const assets = [...`${own("index.html")}${own("explorer.js")}`.matchAll(/"(\/explorer\/[^"]+)"/g)].map(
  ([, at = ""]) => at,
);
const TYPES: Readonly<Record<string, RegExp>> = {
  js: /^text\/javascript; charset=utf-8$/,
  css: /^text\/css; charset=utf-8$/,
  svg: /^image\/svg\+xml/,
  json: /^application\/json/,
  graphql: /^text\/plain; charset=utf-8$/,
};

test("the explorer is a page that needs no key", async () => {
  const page = await load("/");
  expect(page).toMatchObject({ status: 200, type: "text/html; charset=utf-8" });
  expect(page.text).toContain("API キー");
});

test("it runs scripts of the hub alone, and speaks with the hub alone", async () => {
  const { policy } = await load("/");
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("connect-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(own("index.html")).not.toMatch(/<script>|\son\w+=|style=/);
});

test.each(assets)("%s is served with its type", async (at) => {
  const { status, type, policy, text } = await load(at);
  expect({ status, policy }).toEqual({ status: 200, policy: expect.stringContaining("default-src 'none'") as unknown });
  expect(type).toMatch(TYPES[at.split(".").at(-1) ?? ""] ?? /^$/);
  expect(text.length).toBeGreaterThan(100);
});

test("nothing that it loads lies outside of the hub", async () => {
  expect(assets.length).toBeGreaterThanOrEqual(10); // They were found.
  const [page, ...styles] = await Promise.all(["/", "/explorer/explorer.css", "/explorer/graphiql.css"].map(load));
  expect(page?.text).not.toMatch(/(src|href)="(?!\/)/);
  for (const { text } of styles) {
    expect(text).not.toMatch(/@import/);
    expect(text).not.toMatch(/url\((?!["']?data:)/);
  }
});

test("its examples are valid, and each is one operation with a name for its tab", () => {
  const text = own("examples.graphql");
  expect(validate(world.app.schemas.schema, parse(text))).toEqual([]);
  const tabs = text.split(/\n\n(?=#)/).map((tab) => parse(tab).definitions);
  expect(tabs.map((definitions) => definitions.length)).toEqual([1, 1, 1]);
  const named = tabs.flat().map((one) => one.kind === Kind.OPERATION_DEFINITION && one.name?.value);
  expect(named).toEqual(["WhoAmI", "MyCases", "Events"]);
});

test("the key stays in the tab: no cookie, no lasting storage", () => {
  expect(own("explorer.js")).not.toMatch(/localStorage|document\.cookie/);
});

test("what is not of the explorer is not there, whatever the path says", async () => {
  for (const at of ["/explorer/package.json", "/explorer/..%2f..%2fpackage.json", "/explorer/", "/favicon.ico"]) {
    expect(await load(at)).toMatchObject({ status: 404, text: expect.stringContaining('"NOT_FOUND"') as unknown });
  }
});
