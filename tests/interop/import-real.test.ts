import path from "node:path";
import type { ImportLine } from "../../src/interop/import-total";
import { DomainError } from "../../src/platform/errors";
import { type Party, type World, openWorld } from "../support/world";
import { describeData, hasSharedData, sharedFile, sharedFiles } from "./shared-data";

const folders = [
  ...["stix21", "stix20", "misp-stix-pairs", "misp", "misp-feed", "openioc", "ioc", "ja", "ocsf", "warninglists"],
  ...["taxonomies", "galaxies", "decaying-models", "openc2", "edr", "bad"],
];

/** All of `bad` and a sample of each other folder; SANSHA_TEST_ALL=1 takes every file, which takes minutes. */
const every = process.env["SANSHA_TEST_ALL"] === "1";
const perFolder = 4;
const sampled = (folder: string): readonly string[] => {
  const names = sharedFiles(folder);
  if (every || folder === "bad") return names;
  const step = Math.max(1, Math.floor(names.length / perFolder));
  return names.filter((_, i) => i % step === 0).slice(0, perFolder);
};

let world: World;
let party: Party;
beforeAll(async () => {
  world = await openWorld();
  party = await world.party();
});
afterAll(() => world.close());

type Counts = { readonly stored: number; readonly detections: number; readonly read: number };
/** What came of a file, through the service that serves `POST /import`, on a real database. */
async function imported(name: string): Promise<Counts | string> {
  const options = { filename: path.basename(name), caseId: null, tlp: null, pap: null, dryRun: false, maxBytes: 1e9 };
  let last: ImportLine | undefined;
  try {
    for await (const line of world.app.fileImport.run(party.viewer, options, bodyOf(name), () => Promise.resolve()))
      last = line;
  } catch (error) {
    // A list of the harmless is the operator's to load, and so not this party's.
    if (error instanceof DomainError) return error.code;
    throw new Error(`${name} was neither stored nor refused.`, { cause: error });
  }
  if (last === undefined || !("summary" in last)) throw new Error(`${name} has no summary.`);
  const { stored, detections, read, unchanged, outdated } = last.summary;
  // What is read is stored, known, or refused by the hub: nothing is lost in silence.
  expect([name, stored + unchanged + outdated <= read]).toEqual([name, true]);
  return { stored, detections, read };
}

async function* bodyOf(name: string): AsyncGenerator<Uint8Array> {
  const bytes = sharedFile(name);
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  await Promise.resolve();
}

const fingerprint = () =>
  world.asOwner(`select (select count(*) from assertions) as assertions, (select sum(version) from assertions) as versions,
    (select count(*) from detections) as detections, (select count(*) from indicators) as indicators,
    (select md5(string_agg(s::text, '|' order by s::text)) from source_objects s) as sources,
    (select count(*) from events where type <> 'ACCOUNT_CHANGED') as events`);

describeData("The real files, through the import and a real database", () => {
  const names = hasSharedData ? folders.flatMap(sampled) : [];

  test(
    `${every ? "all" : "a sample"} of them are each stored or refused by a code; the second time changes nothing`,
    async () => {
      const first = new Map<string, Counts | string>();
      for (const name of names) first.set(name, await imported(name));
      const before = await fingerprint();
      for (const name of names) {
        const again = await imported(name);
        const known = first.get(name);
        if (typeof known === "string") expect([name, again]).toEqual([name, known]);
        else expect([name, again]).toMatchObject([name, { stored: 0, detections: 0 }]);
      }
      expect(await fingerprint()).toEqual(before);
      const taken = [...first.values()].flatMap((one) => (typeof one === "string" ? [] : [one.stored]));
      expect(taken.reduce((sum, stored) => sum + stored, 0)).toBeGreaterThan(1_000);
    },
    every ? 1_800_000 : 110_000,
  );

  test("other clients are answered while a hostile file is imported", async () => {
    const importing = imported("bad/misp-2000-attributes.json");
    const { organizations } = await party.get<{ organizations: { edges: object[] } }>(
      "{ organizations { edges { node { id } } } }",
    );
    expect(organizations.edges.length).toBe(1);
    await importing;
  });
});
