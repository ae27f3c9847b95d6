import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const SRC = path.resolve(__dirname, "../src");
type Import = { readonly file: string; readonly target: string };

/** platform, api, interop, modules, console; what stands at the top of src puts them together. */
const layerOf = (file: string) => /^(\w+)\//.exec(file)?.[1] ?? "top";
const moduleOf = (file: string) => /^modules\/([^/]+)\//.exec(file)?.[1];
/** `case.ts` is the domain; `case.service.ts` is something around it. */
const isDomain = (file: string) => /^modules\/[^/]+\/[a-z0-9-]+\.ts$/.test(file);
const isGraphql = (target: string) =>
  /^(graphql|type-graphql|graphql-scalars)$|\.(graphql|resolver|scalar)\.ts$/.test(target);
const isDatabase = (target: string) => /^(typeorm|pg)$|\.table\.ts$/.test(target);

/** What must not be imported where. The sentence is what the offender reads. */
const rules: readonly { readonly because: string; readonly breaks: (i: Import) => boolean }[] = [
  {
    because: "the platform knows no product, and nothing above it",
    breaks: ({ file, target }) => layerOf(file) === "platform" && isOurs(target) && layerOf(target) !== "platform",
  },
  {
    because: "a layer does not know what puts it together",
    breaks: ({ file, target }) => layerOf(file) !== "top" && isOurs(target) && layerOf(target) === "top",
  },
  {
    because: "the edge serves what it is handed, and knows no module",
    breaks: ({ file, target }) => layerOf(file) === "api" && layerOf(target) === "modules",
  },
  {
    because: "what is served does not know the edge that serves it",
    breaks: ({ file, target }) => /^(modules|interop)$/.test(layerOf(file)) && layerOf(target) === "api",
  },
  {
    because: "another format speaks to a module by its domain and its services",
    breaks: ({ file, target }) =>
      layerOf(file) === "interop" &&
      layerOf(target) === "modules" &&
      !isDomain(target) &&
      !/\.(value|service|verbs)\.ts$/.test(target),
  },
  {
    because: "a domain file is plain TypeScript",
    breaks: ({ file, target }) => isDomain(file) && (isGraphql(target) || isDatabase(target)),
  },
  {
    because: "GraphQL is an edge: what decides and what is stored do not see it",
    breaks: ({ file, target }) => moduleOf(file) !== undefined && !isGraphql(file) && isGraphql(target),
  },
  {
    because: "an API type is not a table",
    breaks: ({ file, target }) => isGraphql(file) && isDatabase(target),
  },
  {
    because: "a table and its access belong to one module",
    breaks: ({ file, target }) =>
      file !== "tables.ts" && /\.(table|access)\.ts$/.test(target) && moduleOf(file) !== moduleOf(target),
  },
];

/** What breaks a rule and may, for now, with the reason. An entry that nothing needs any more fails. */
const STORES = "it stores, and should say so by its name";
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "modules/accounts/authenticator.ts -> typeorm": STORES,
  "modules/accounts/operator.ts -> modules/accounts/account.table.ts": STORES,
  "modules/organizations/operator.ts -> modules/organizations/organization.table.ts": STORES,
  "modules/cases/participation.ts -> typeorm": STORES,
  "modules/cases/participation.ts -> modules/cases/case.table.ts": STORES,
  "modules/cases/within.ts -> modules/cases/case.table.ts": STORES,
  "modules/handoffs/endings.ts -> typeorm": STORES,
  "modules/handoffs/endings.ts -> modules/handoffs/handoff.table.ts": STORES,
  "modules/handoffs/offers.ts -> typeorm": STORES,
  "modules/handoffs/offers.ts -> modules/handoffs/handoff.table.ts": STORES,
  "modules/assertions/assertion.service.ts -> modules/cases/case.access.ts":
    "the sides of a case are asked for outside of it",
  "assertions <-> indicators": "an indicator is visible through its assertions: one concept in two folders",
};

const keyOf = (found: string): string => found.split(": ")[0] ?? "";
const isOurs = (target: string) => target.endsWith(".ts");

const IMPORT = /^(?:import|export) [^;"]*?from "([^"]+)"|^import "([^"]+)"|\b(?:import|require)\("([^"]+)"\)/gm;

function importsOf(file: string, text: string): readonly Import[] {
  return [...text.matchAll(IMPORT)].map(([, after, alone, called]) => {
    const name = after ?? alone ?? called ?? "";
    if (!name.startsWith(".")) return { file, target: name };
    const target = `${path.posix.join(path.posix.dirname(file), name)}.ts`;
    if (!existsSync(path.join(SRC, target))) throw new Error(`${file} imports ${name}, and there is no ${target}.`);
    return { file, target };
  });
}

const broken = (imports: readonly Import[]): readonly string[] =>
  imports.flatMap((i) =>
    rules.filter((rule) => rule.breaks(i)).map((rule) => `${i.file} -> ${i.target}: ${rule.because}`),
  );

/** The modules that need each other, directly or not: none of them can be understood, or left out, alone. */
function cyclesOf(imports: readonly Import[]): readonly string[] {
  const needs = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    const [from, to] = [moduleOf(file), moduleOf(target)];
    if (from && to && from !== to) needs.set(from, (needs.get(from) ?? new Set()).add(to));
  }
  const reach = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
    for (const to of needs.get(from) ?? []) if (!seen.has(to)) reach(to, seen.add(to));
    return seen;
  };
  const circles = [...needs.keys()]
    .filter((name) => reach(name).has(name))
    .map((name) =>
      [...reach(name)]
        .filter((other) => reach(other).has(name))
        .sort()
        .join(" <-> "),
    );
  return [...new Set(circles)].map((circle) => `${circle}: modules do not need each other in a circle`);
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => [name, readFileSync(path.join(SRC, name), "utf8")] as const);
const all = files.flatMap(([file, text]) => importsOf(file, text));

test("imports follow the direction main, app, then api, modules and interop, then platform", () => {
  expect(all.filter(({ target }) => isOurs(target)).length).toBeGreaterThan(500); // It does see them.
  const found = [...broken(all), ...cyclesOf(all)];
  expect(found.filter((one) => !(keyOf(one) in EXCEPTIONS))).toEqual([]);
});

test("no exception outlives its reason", () => {
  const found = new Set([...broken(all), ...cyclesOf(all)].map(keyOf));
  expect(Object.keys(EXCEPTIONS).filter((one) => !found.has(one))).toEqual([]);
});

test.each([
  ["platform/planted.ts", "../modules/cases/case", "the platform knows no product"],
  ["platform/read/planted.ts", "../../api/pipeline", "the platform knows no product"],
  ["platform/planted.ts", "../app", "the platform knows no product"],
  ["api/planted.ts", "../app", "a layer does not know what puts it together"],
  ["modules/cases/case.service.ts", "../../config", "a layer does not know what puts it together"],
  ["api/planted.ts", "../modules/cases/case.service", "the edge serves what it is handed"],
  ["modules/cases/case.resolver.ts", "../../api/pipeline", "what is served does not know the edge"],
  ["interop/planted.ts", "../api/pipeline", "what is served does not know the edge"],
  ["interop/stix/planted.ts", "../../modules/cases/case.read", "another format speaks to a module"],
  ["modules/cases/case.ts", "typeorm", "a domain file is plain TypeScript"],
  ["modules/cases/planted.ts", "./case.graphql", "a domain file is plain TypeScript"],
  ["modules/cases/case.service.ts", "./case.graphql", "GraphQL is an edge"],
  ["modules/cases/case.read.ts", "type-graphql", "GraphQL is an edge"],
  ["modules/cases/case.graphql.ts", "./case.table", "an API type is not a table"],
  ["modules/cases/case.resolver.ts", "typeorm", "an API type is not a table"],
  ["modules/organizations/organization.read.ts", "../cases/case.access", "a table and its access belong to one module"],
  ["app.ts", "./modules/cases/case.table", "a table and its access belong to one module"],
])("a planted import is found: %s from %s", (file, name, because) => {
  const found = broken(importsOf(file, `import { planted } from "${name}";`));
  expect(found).toContainEqual(expect.stringContaining(because));
});

test("a planted circle of modules is found, however long it is", () => {
  const planted = [
    ["organizations/organization.read", "venues/venue.read"],
    ["venues/venue.read", "agreements/agreement.read"],
    ["agreements/agreement.read", "organizations/organization.read"],
    ["agreements/agreement.read", "cases/case.read"],
  ].map(([from, to]) => ({ file: `modules/${from}.ts`, target: `modules/${to}.ts` }));
  expect(cyclesOf(planted)).toEqual([
    "agreements <-> organizations <-> venues: modules do not need each other in a circle",
  ]);
});
