import type { Change } from "../../platform/change";
import type { Severity } from "../cases/case";

/** What two organisations have promised each other on handoffs between them. The module of agreements knows it. */
export type Agreed = {
  /** How soon the receiver acknowledges; undefined when nothing was promised. */
  targetsFor(
    change: Change,
    giverId: string,
    receiverId: string,
    severity: Severity,
  ): Promise<{ readonly acknowledgeWithinMinutes: number } | undefined>;
  /** For each of the receiver's contacts, in calling order: how many minutes to wait before the next is called. */
  ladderFor(change: Change, giverId: string, receiverId: string): Promise<readonly number[]>;
};
