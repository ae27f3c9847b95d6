import type { CursorBox } from "./cursors";
import type { EventStreams } from "./events/stream";
import type { ReadSession } from "./read/reader";

/** Who is asking. Made once per request from the credential; every read and write takes one. No flag by-passes access. */
export type Viewer = {
  readonly accountId: string;
  readonly accountKind: "USER" | "SERVICE_ACCOUNT";
  readonly organizationId: string;
  readonly roles: readonly string[];
  /** Administers organisations and accounts of the hub, and sees no case by that. */
  readonly operator: boolean;
  /** The API key or token: what is revoked when a stream must end. */
  readonly credentialId: string;
};

/** What a resolver may know of its request. `streams`, because type-graphql calls `subscribe` without the resolver. */
export type Context = {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly reads: ReadSession;
  readonly streams: EventStreams;
  readonly cursors: CursorBox;
  /** Ends the connection that the request came on, where there is one. */
  readonly cut?: (code: number, reason: string) => void;
};
