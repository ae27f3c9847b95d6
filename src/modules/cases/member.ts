import { newId } from "../../platform/ids";

/** A named person or tool, for restricted cases and TLP:RED; `assigned` when it works on the case. */
export type CaseMember = {
  readonly id: string;
  readonly caseId: string;
  readonly accountId: string;
  /** For whom the account acts. */
  readonly organizationId: string;
  readonly assigned: boolean;
  readonly addedAt: Date;
  readonly removedAt: Date | null;
};

type Named = Pick<CaseMember, "caseId" | "accountId" | "organizationId">;

/** The membership of an account once it is named; `assigned` left out: as it was. The same object when it changes nothing. */
export function namedMember(named: Named, known: CaseMember | undefined, now: Date, assigned?: boolean): CaseMember {
  if (!known) return { id: newId("member"), ...named, assigned: assigned ?? false, addedAt: now, removedAt: null };
  if (known.removedAt) return { ...known, assigned: assigned ?? false, addedAt: now, removedAt: null };
  return assigned === undefined || assigned === known.assigned ? known : { ...known, assigned };
}
