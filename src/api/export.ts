import type { Request, RequestHandler } from "express";
import { z } from "zod";
import { blockable, blocklistOf, mayBlock } from "../interop/blocklist";
import { type Collection, collectionNames, csvOf, mayTabulate, typesOf } from "../interop/csv/write";
import { exportCase } from "../interop/export/case";
import { type Ask, type Wanted, exportIndicators } from "../interop/export/export";
import { exportRevision } from "../interop/export/revision";
import type { ExportedStatement } from "../interop/export/exported";
import { bundleOfCase, bundleOfRevision, bundleOfStatements } from "../interop/stix/write";
import { type IndicatorType, indicatorTypes } from "../interop/statement";
import type { Context, Viewer } from "../platform/context";
import { invalid } from "../platform/errors";
import { sql } from "../platform/sql";
import type { Edge } from "./edge";
import { statusOf } from "./errors";

type Asked = { readonly viewer: Viewer; readonly requestId: string };
type File = { readonly type: string; readonly name: string; readonly content: string };

/**
 * `GET /export`: a case, a revision of a share, or the indicators that one may read, as STIX 2.1, as a table for Splunk
 * or as a blocklist. It asks the hub's own API as the viewer, so nothing leaves that the viewer could not read there.
 * Tools act on tables and blocklists as they are: both leave out what is revoked, has ended, has not begun, or is not
 * meant for detection (`to_ids:false`); tables what is PAP:RED, blocklists what is PAP:AMBER too, and what is known to be
 * harmless, disputed, or an address of one's own network, unless `includeBenign=true` asks for it.
 */
export const exportRoute =
  (edge: Edge, askedBy: (request: Request) => Asked): RequestHandler =>
  async (request, response) => {
    const { viewer, requestId } = askedBy(request);
    try {
      const context = () => edge.contextFor(viewer, requestId);
      const file = await fileOf(optionsOf(request), askVia(edge, context), () => clock(context()));
      response.setHeader("Content-Disposition", `attachment; filename="${file.name}"`);
      response.setHeader("Cache-Control", "no-store");
      response.type(file.type).send(file.content);
    } catch (error) {
      const [told] = edge.pipeline.format([error], requestId);
      response.status(told ? statusOf(told) : 500).type("application/json; charset=utf-8");
      response.send(JSON.stringify({ errors: [told] }));
    }
  };

/** Asks as any client does: through the same pipeline, as the same viewer. */
const askVia =
  ({ pipeline }: Edge, context: () => Context): Ask =>
  async <Answer>(query: string, variables: object) => {
    const document = pipeline.prepare(query);
    if (!("kind" in document))
      throw new Error("A text of our own does not fit the schema.", { cause: document.map(String) });
    const { data, errors } = await pipeline.execute(context(), { document, variables: { ...variables } });
    if (errors?.[0]) throw errors[0];
    return JSON.parse(JSON.stringify(data)) as Answer;
  };

async function clock({ reads }: Context): Promise<Date> {
  const [row] = await reads.run<{ now: Date }>("clock", sql`select hub_now() as now`);
  return row?.now ?? new Date();
}

async function fileOf(options: Options, ask: Ask, clockOf: () => Promise<Date>): Promise<File> {
  const { format, collection, minConfidence, includeBenign, types } = options;
  const isWanted = ({ type, confidence = 0 }: ExportedStatement) =>
    (types?.includes(type) ?? true) && confidence >= minConfidence;
  if (format === "stix21") return stixOf(options, ask, { takes: isWanted, doubts: false });
  const now = await clockOf();
  if (format === "csv" && collection) {
    const takes = (one: ExportedStatement) => isWanted(one) && mayTabulate(collection, one, now);
    const statements = await statementsOf(options, ask, { takes, doubts: false });
    const content = csvOf(collection, statements, now);
    return { type: "text/csv; charset=utf-8", name: `${collection}.csv`, content };
  }
  const rule = { minConfidence, now, includeBenign };
  const takes = (one: ExportedStatement) => isWanted(one) && mayBlock(one, rule);
  const content = blocklistOf(await statementsOf(options, ask, { takes, doubts: !includeBenign }), rule);
  return { type: "text/plain; charset=utf-8", name: "blocklist.txt", content };
}

async function stixOf({ caseId, revisionId, types }: Options, ask: Ask, wanted: Wanted): Promise<File> {
  const file = (name: string, bundle: object): File => {
    return { type: "application/stix+json; version=2.1", name: `${name}.stix.json`, content: JSON.stringify(bundle) };
  };
  if (caseId !== undefined) {
    const { one, statements } = await exportCase(ask, caseId, wanted);
    return file(one.reference, bundleOfCase(one, statements));
  }
  if (revisionId !== undefined) {
    const { one, statements } = await exportRevision(ask, revisionId, wanted);
    return file("share", bundleOfRevision(one, statements));
  }
  const { one, statements } = await exportIndicators(ask, types ?? [null], wanted);
  return file("indicators", bundleOfStatements(one.id, statements));
}

/** Only the types that the format has a place for are read at all. */
async function statementsOf({ caseId, revisionId, types, collection }: Options, ask: Ask, wanted: Wanted) {
  if (caseId !== undefined) return (await exportCase(ask, caseId, wanted)).statements;
  if (revisionId !== undefined) return (await exportRevision(ask, revisionId, wanted)).statements;
  const taken = collection ? typesOf(collection) : blockable;
  const asked = taken.filter((type) => types?.includes(type) ?? true);
  return (await exportIndicators(ask, asked, wanted)).statements;
}

type Options = {
  readonly format: "stix21" | "csv" | "blocklist";
  readonly caseId?: string | undefined;
  readonly revisionId?: string | undefined;
  readonly collection?: Collection | undefined;
  readonly types?: readonly IndicatorType[] | undefined;
  readonly minConfidence: number;
  readonly includeBenign: boolean;
};
const id = z.string().min(1).max(100);
const parameters: z.ZodType<Options> = z.strictObject({
  format: z.enum(["stix21", "csv", "blocklist"]),
  caseId: id.optional(),
  revisionId: id.optional(),
  collection: z.enum(collectionNames).optional(),
  types: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(indicatorTypes)))
    .optional(),
  minConfidence: z.coerce.number().int().min(0).max(100).default(0),
  includeBenign: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true"),
});

function optionsOf(request: Request): Options {
  const parsed = parameters.safeParse(request.query);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.code === "unrecognized_keys" ? issue.keys[0] : String(issue?.path[0] ?? "");
    throw invalid(
      field ?? "",
      "The parameters are format (stix21, csv or blocklist), caseId or revisionId, collection (csv), types (a list with commas), minConfidence (0 to 100) and includeBenign (blocklist: true or false).",
    );
  }
  if (parsed.data.caseId !== undefined && parsed.data.revisionId !== undefined)
    throw invalid("revisionId", "Name a case or a revision, not both.");
  if (parsed.data.format === "csv" && parsed.data.collection === undefined)
    throw invalid("collection", `A table has a collection: ${collectionNames.join(", ")}.`);
  return parsed.data;
}
