import type { DemoParty } from "./demo.party";

type Node = { readonly lineageId: string };
type Published = {
  readonly share: { readonly id: string; readonly version: number };
  readonly revision: { readonly id: string; readonly items: { readonly edges: readonly { readonly node: Node }[] } };
};
const PUBLISHED = "share { id version } revision { id items { edges { node { lineageId } } } }";
const values = ["login.example.net", "cdn.example.org", "198.51.100.23"];

/**
 * One share with two revisions: fast and covering at first; a receiver doubts an item, the sender takes it back and
 * confirms the rest, answers the feedback, and the author closes it.
 */
export async function shareSomething(csirt: DemoParty, soc: DemoParty, vendor: DemoParty): Promise<void> {
  const { share, revision } = await publish(csirt, "share", {
    subject: "Phishing against employees of banks",
    tlp: "AMBER",
    recipientIds: [soc.id, vendor.id],
    detectedAt: new Date().toISOString(),
    fiveW: { why: ["WARN", "PREVENT_SPREAD"] },
    claims: ["SPEED", "COVERAGE"],
    limitations: [{ corner: "ACCURACY", note: "Straight from the mails; nobody has checked them." }],
    items: values.map((value) => ({ indicator: { value } })),
  });
  const [first, doubted, third] = revision.items.edges.map(({ node }) => node.lineageId);
  const feedbackId = await respond(soc, share.id, doubted ?? "");
  await vendor.say(
    "respondToShare",
    { responses: [{ shareId: share.id, state: "ACKNOWLEDGED" }] },
    "results { outcome }",
  );
  const next = await publish(csirt, "publishRevision", {
    shareId: share.id,
    expectedVersion: share.version,
    confirm: [first, third],
    retract: [{ lineageId: doubted, note: "A shared host of a content network." }],
  });
  const answer = { feedbackId, expectedVersion: 1, resolution: "ADOPTED", revisionId: next.revision.id };
  await csirt.say("resolveFeedback", answer, "position");
  await soc.say("closeFeedback", { feedbackId, expectedVersion: 2 }, "position");
}

/** Uses it, and says that one item hits what is legitimate too. */
async function respond(by: DemoParty, shareId: string, lineageId: string): Promise<string> {
  const used = { state: "USED", fiveW: { why: ["DETECT"], how: "AUTO_DETECT" } };
  const verdicts = [{ verdict: "TOO_BROAD", lineageIds: [lineageId], effect: "It would block a supplier's site." }];
  const responses = [{ shareId, ...used, verdicts }];
  const answer = await by.say("respondToShare", { responses }, "results { parts { id } }");
  const { results } = answer as { readonly results: readonly { readonly parts: readonly { readonly id: string }[] }[] };
  return results[0]?.parts[0]?.id ?? "";
}

const publish = async (by: DemoParty, name: string, input: object): Promise<Published> =>
  (await by.say(name, input, PUBLISHED)) as unknown as Published;
