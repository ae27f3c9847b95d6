import type { FileImport } from "../interop/file-import";
import type { Context, Viewer } from "../platform/context";
import type { Pipeline } from "./pipeline";
import type { Schemas } from "./schema";

/** Turns a credential into who is asking, and knows when that is no longer so. */
export type Authenticates = {
  /** The viewer of an `Authorization` value; undefined when it is missing, unknown, expired or revoked. */
  readonly viewerOf: (authorization: unknown) => Promise<Viewer | undefined>;
  /** Which of these viewers still are what they were: same key, same organisation, same roles. */
  readonly stillValid: (viewers: readonly Viewer[]) => Promise<ReadonlySet<Viewer>>;
};

/** What the transports serve: the product, as they see it. */
export type Edge = {
  readonly schemas: Schemas;
  readonly pipeline: Pipeline;
  readonly authenticator: Authenticates;
  readonly fileImport: FileImport;
  readonly contextFor: (viewer: Viewer, requestId?: string, cut?: Context["cut"]) => Context;
};

/** A line of the log: its facts, and what happened. */
export type LogLine = (facts: object, message: string) => void;
