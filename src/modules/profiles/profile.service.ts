import type { Outcome, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { assertRole, assertVersion } from "../../platform/verbs";
import type { ReceiverPurpose, ReceiverUse } from "../shares/five-w";
import type { StandingProfile } from "./profile";
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
      const known = await tx.findOne(ProfileTable, { where: { organizationId }, lock: { mode: "pessimistic_write" } });
      assertVersion(input.expectedVersion, known?.version ?? 0);
      if (input.why.length === 0) throw invalid("input.why", "Say what you want information for.");
      const profile: StandingProfile = {
        id: known?.id ?? newId("profile"),
        organizationId,
        version: input.expectedVersion + 1,
        active: input.active,
        why: input.why,
        whyText: input.whyText ?? null,
        how: input.how,
        updatedById: accountId,
        updatedAt: now,
      };
      await tx.upsert(ProfileTable, profile, ["id"]);
      change.tell(profileTold(profile));
      return { profileId: profile.id };
    });
  }
}
