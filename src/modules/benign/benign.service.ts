import { isIP } from "node:net";
import { type Outcome, type ViewerChange, type Writer, json } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { inPortions } from "../../platform/portions";
import { bind, run, sql } from "../../platform/sql";
import { assertRole } from "../../platform/verbs";
import type { FileReader } from "../../interop/apart/reader";
import type { BenignList as ReadList } from "../../interop/statement";
import { type GivenFile, readFileOf } from "../intake/import";
import { entryOf, matchingOf } from "./benign";
import { benignVerbs } from "./benign.verbs";

export type ImportBenignList = GivenFile & { readonly idempotencyKey: string };
export type BenignOutcome = { readonly listId: string; readonly leftOut: number };
/** What became of a list: how many of its values are kept, and whether anything is different from before. */
export type LoadedList = BenignOutcome & { readonly entries: number; readonly changed: boolean };

export class BenignService {
  constructor(
    private readonly writer: Writer,
    private readonly reader: FileReader,
  ) {}

  /** Loads a list; one of the same name is replaced as a whole. */
  async import(viewer: Viewer, input: ImportBenignList): Promise<Outcome<BenignOutcome>> {
    assertRole(viewer, "importBenignList", benignVerbs.importBenignList);
    const field = "input.contentBase64";
    const { benignLists = [] } = await readFileOf(this.reader, input, "input");
    const [list] = benignLists;
    if (!list) throw invalid(field, "The file is no warning list (MISP warninglist form: name, version, list).");
    matchingOf(list, field);
    return this.writer.mutate(viewer, "importBenignList", input, async (change) => {
      const { listId, leftOut } = await this.loadIn(change, list, field);
      return { listId, leftOut };
    });
  }

  /** The same inside a change. A list that says what it said before is left as it is. */
  async loadIn(change: ViewerChange, list: ReadList, field: string): Promise<LoadedList> {
    assertRole(change.viewer, "importBenignList", benignVerbs.importBenignList);
    const matching = matchingOf(list, field);
    const values = [...new Set(list.entries.map(entryOf))].filter((value) => value !== "");
    const good = matching === "CIDR" ? values.filter(isNetwork) : values;
    const outcome = { entries: good.length, leftOut: values.length - good.length };
    await lockList(change, list.name);
    const known = await knownList(change, list, matching, good);
    if (known !== undefined) return { listId: known, ...outcome, changed: false };
    const listId = await saveList(change, list, matching, good.length);
    await inPortions(good, (portion) => saveEntries(change, listId, matching, portion));
    return { listId, ...outcome, changed: true };
  }
}

/** One writer of a list at a time: what is there is read and replaced without another between. */
const lockList = ({ tx }: ViewerChange, name: string) =>
  run(tx, "benign.lock", sql`select pg_advisory_xact_lock(hashtextextended(${bind(`benign ${name}`, "text")}, 0))`);

/** The list of this name, where it says the very same. */
async function knownList(
  { tx }: ViewerChange,
  list: ReadList,
  matching: string,
  values: readonly string[],
): Promise<string | undefined> {
  const [known] = await run<{ id: string }>(
    tx,
    "benign.known",
    sql`
    select id from benign_lists where name = ${bind(list.name, "text")} and list_version = ${bind(list.version, "text")}
      and matching = ${bind(matching, "text")} and entries = ${bind(values.length, "integer")}
      and description is not distinct from ${bind(list.description ?? null, "text")}`,
  );
  if (!known) return undefined;
  const counts = await inPortions(values, (portion) =>
    run<{ count: number }>(
      tx,
      "benign.same",
      sql`select count(*)::integer as count from benign_entries where list_id = ${bind(known.id, "text")}
        and value in (select jsonb_array_elements_text(${json(portion)}))`,
    ),
  );
  return counts.reduce((sum, { count }) => sum + count, 0) === values.length ? known.id : undefined;
}

const isNetwork = (value: string): boolean => {
  const [address = "", bits, ...more] = value.split("/");
  const most = isIP(address) === 4 ? 32 : 128;
  return isIP(address) !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= most));
};

async function saveList({ tx }: ViewerChange, list: ReadList, matching: string, entries: number): Promise<string> {
  const [saved] = await run<{ id: string }>(
    tx,
    "benign.list",
    sql`
    insert into benign_lists (id, name, description, list_version, matching, entries, loaded_at)
    values (${bind(newId("benign"), "text")}, ${bind(list.name, "text")}, ${bind(list.description ?? null, "text")},
      ${bind(list.version, "text")}, ${bind(matching, "text")}, ${bind(entries, "integer")}, hub_now())
    on conflict (name) do update set description = excluded.description, list_version = excluded.list_version,
      matching = excluded.matching, entries = excluded.entries, loaded_at = excluded.loaded_at
    returning id`,
  );
  const id = saved?.id ?? "";
  await run(tx, "benign.empty", sql`delete from benign_entries where list_id = ${bind(id, "text")}`);
  return id;
}

/** An address that stands for a network with bits beyond its mask is taken as the network that it is in. */
const saveEntries = ({ tx }: ViewerChange, listId: string, matching: string, values: readonly string[]) =>
  run<never>(
    tx,
    "benign.entries",
    sql`
    insert into benign_entries (list_id, value, network)
    select ${bind(listId, "text")}, v, case when ${bind(matching, "text")} = 'CIDR' then network(v::inet) end
    from jsonb_array_elements_text(${json(values)}) v`,
  );
