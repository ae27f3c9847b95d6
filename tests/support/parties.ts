import type { Party } from "./world";

/** An agreement that all of these have accepted; the first proposes it. Returns its id. */
export async function agree([first, ...others]: readonly [Party, ...Party[]], given: object = {}): Promise<string> {
  const partyIds = others.map(({ organization }) => organization.id);
  const terms = { title: "Monitoring contract", partyIds, ...given };
  const { agreement } = await first.act<Made>("createAgreement", terms, "agreement { id version }");
  let { version } = agreement;
  for (const party of others) {
    const input = { agreementId: agreement.id, expectedVersion: version };
    ({
      agreement: { version },
    } = await party.act<Made>("acceptAgreement", input, "agreement { id version }"));
  }
  return agreement.id;
}
type Made = { readonly agreement: { readonly id: string; readonly version: number } };

/** A venue that all of these are members of; the first manages it. Returns its id. */
export async function venueOf([first, ...others]: readonly [Party, ...Party[]], given: object = {}): Promise<string> {
  const memberIds = others.map(({ organization }) => organization.id);
  const { venue } = await first.act<{ venue: { id: string } }>(
    "createVenue",
    { kind: "CLOSED_COMMUNITY", name: "Finance ISAC", memberIds, ...given },
    "venue { id }",
  );
  for (const party of others) await party.act("joinVenue", { venueId: venue.id, expectedVersion: 1 });
  return venue.id;
}
