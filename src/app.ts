import "reflect-metadata";
import type { DataSource } from "typeorm";
import type { Report } from "./api/errors";
import { Pipeline } from "./api/pipeline";
import { type Schemas, buildSchemas } from "./api/schema";
import { EventActorResolver } from "./modules/accounts/account.resolver";
import { Authenticator } from "./modules/accounts/authenticator";
import { CaseResolver, EventCaseResolver } from "./modules/cases/case.resolver";
import { CaseService } from "./modules/cases/case.service";
import { OrganizationResolver } from "./modules/organizations/organization.resolver";
import { Writer } from "./platform/change";
import type { Context, Viewer } from "./platform/context";
import { CursorBox } from "./platform/cursors";
import { EventResolver } from "./platform/events/event.resolver";
import { EventLog } from "./platform/events/log";
import { EventStreams } from "./platform/events/stream";
import { Tail } from "./platform/events/tail";
import { newId } from "./platform/ids";
import { NodeResolver } from "./platform/node.resolver";
import { nodeModels } from "./platform/read/model";
import { Reader } from "./platform/read/reader";
import { VocabularyResolver } from "./platform/vocabulary.graphql";

export type Services = { readonly cases: CaseService };

export type App = {
  readonly schemas: Schemas;
  readonly pipeline: Pipeline;
  readonly authenticator: Authenticator;
  readonly tail: Tail;
  readonly writer: Writer;
  readonly services: Services;
  /** Begins to read the event log. */
  readonly start: (pollMs: number) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** A context for one operation of this viewer. */
  readonly contextFor: (viewer: Viewer, requestId?: string, cut?: Context["cut"]) => Context;
};

/** Wires the product once, by hand: the whole dependency graph can be read in this file. */
export async function createApp(db: DataSource, report: Report): Promise<App> {
  const cursors = new CursorBox(await hubKey(db));
  const reader = new Reader(db, cursors, nodeModels());
  const log = new EventLog(db);
  const tail = new Tail(log, (bug) => report(bug, "tail"));
  const streams = new EventStreams(log, tail, reader, cursors);
  await streams.start();

  const writer = new Writer(db, () => tail.wake());
  const cases = new CaseService(writer);

  const schemas = schemasOf({ cases });
  const contextFor: App["contextFor"] = (viewer, requestId = newId("req"), cut) => ({
    requestId,
    viewer,
    reads: reader.session(viewer),
    streams,
    cursors,
    ...(cut ? { cut } : {}),
  });
  return {
    schemas,
    tail,
    writer,
    contextFor,
    start: (pollMs) => tail.start(pollMs),
    stop: () => tail.stop(),
    services: { cases },
    pipeline: new Pipeline(schemas.schema, report),
    authenticator: new Authenticator(db),
  };
}

/** The schema needs no database: it is emitted without one. */
export function schemasOf({ cases }: Services): Schemas {
  return buildSchemas([
    new NodeResolver(),
    new VocabularyResolver(),
    new EventResolver(),
    new EventActorResolver(),
    new EventCaseResolver(),
    new OrganizationResolver(),
    new CaseResolver(cases),
  ]);
}

async function hubKey(db: DataSource): Promise<Buffer> {
  const [hub] = await db.query<{ cursor_key: string }[]>("select cursor_key from hub");
  if (!hub) throw new Error("The hub has no key: the migrations did not run.");
  return Buffer.from(hub.cursor_key);
}
