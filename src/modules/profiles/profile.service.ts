import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { bind, run, sql } from "../../platform/sql";
import { assertRole, assertVersion } from "../../platform/verbs";
import type { InformationKind, ReceiverPurpose, ReceiverUse } from "../shares/five-w";
import { assertReceiverAnswered } from "../shares/receiver-half";
import type { ProfileState, StandingProfile } from "./profile";
import { profileTold } from "./profile.events";
import { ProfileTable } from "./profile.table";
import { profileVerbs } from "./profile.verbs";

export type SetStandingProfile = {
  readonly idempotencyKey: string;
  readonly expectedVersion: number;
  readonly active: boolean;
  readonly why: readonly ReceiverPurpose[];
  readonly whyText?: string | null;
  readonly how: ReceiverUse;
  readonly state?: ProfileState | null;
  readonly kinds?: readonly InformationKind[] | null;
};
export type ProfileOutcome = { readonly profileId: string };

/** What an organisation says once for all that it receives: nothing is left to do but the exceptions. */
export class ProfileService {
  constructor(private readonly writer: Writer) {}

  set(viewer: Viewer, input: SetStandingProfile): Promise<Outcome<ProfileOutcome>> {
    return this.writer.mutate(viewer, "setStandingProfile", input, async (change) => {
      const { tx, now } = change;
      assertRole(viewer, "setStandingProfile", profileVerbs.setStandingProfile);
      const { organizationId, accountId } = viewer;
      await lock(change);
      const known = await tx.findOneBy(ProfileTable, { organizationId });
      assertVersion(input.expectedVersion, known?.version ?? 0);
      if (input.why.length === 0) throw invalid("input.why", "Say what you want information for.");
      assertReceiverAnswered(input, input.state ?? "ACKNOWLEDGED", "input");
      const profile: StandingProfile = {
        id: known?.id ?? newId("profile"),
        organizationId,
        version: input.expectedVersion + 1,
        active: input.active,
        why: [...new Set(input.why)],
        whyText: input.whyText ?? null,
        how: input.how,
        state: input.state ?? "ACKNOWLEDGED",
        kinds: [...new Set(input.kinds)],
        updatedById: accountId,
        updatedAt: now,
      };
      await tx.upsert(ProfileTable, profile, ["id"]);
      change.tell(profileTold(profile));
      return { profileId: profile.id };
    });
  }
}

/**
 * Whoever sets the first profile finds no row to lock: of two at once, the second would learn it from its insert. So both
 * wait for an advisory lock, which draws no transaction id: they are told in the order in which they got it.
 */
async function lock({ tx, viewer }: ViewerChange): Promise<void> {
  const key = sql`concat_ws(' ', 'profile', ${bind(viewer.organizationId, "text")})`;
  await run(tx, "profile.lock", sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}
