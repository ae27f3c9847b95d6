import type { ViewerChange } from "../../platform/change";
import { lockRow } from "../../platform/read/reader";
import { assertRole, assertSide, assertState, assertVersion } from "../../platform/verbs";
import type { Share } from "./share";
import { shareSides } from "./share.access";
import { shareModel } from "./share.read";
import { shareVerbs } from "./share.verbs";

/** Locks a share for one of its verbs, with the rules on role, side, version and state. */
export async function lockOwnShare(
  change: ViewerChange,
  name: keyof typeof shareVerbs,
  { shareId, expectedVersion }: { readonly shareId: string; readonly expectedVersion: number },
): Promise<Share> {
  const verb = shareVerbs[name];
  assertRole(change.viewer, name, verb);
  const { row, sides } = await lockRow(change.tx, change.viewer, shareModel, shareId, shareSides, "input.shareId");
  assertSide(name, verb, sides);
  assertVersion(expectedVersion, row.version);
  assertState(name, verb, row.state);
  return row;
}
