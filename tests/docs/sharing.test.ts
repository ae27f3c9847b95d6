import { readFileSync } from "node:fs";
import path from "node:path";
import { type Party, type World, openWorld } from "../support/world";

/* The tour of docs/sharing.md is run block by block: what a page shows is what the hub does. */
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const page = readFileSync(path.resolve(__dirname, "../../docs/sharing.md"), "utf8");
const blocks = [...page.matchAll(/```graphql as=(\w+)\n([\s\S]*?)```/g)].map(([, who = "", query = ""]) => ({
  who,
  query,
}));

type Answer = {
  readonly share: {
    readonly share: { readonly id: string; readonly version: number };
    readonly revision: {
      readonly id: string;
      readonly items: { readonly edges: readonly { readonly node: { readonly lineageId: string } }[] };
    };
  };
  readonly respondToShare: { readonly results: readonly { readonly parts: readonly { readonly id: string }[] }[] };
  readonly publishRevision: { readonly revision: { readonly id: string } };
};

/** What the blocks after an answer name by `$…`. */
function learnt(answer: Partial<Answer>): Readonly<Record<string, unknown>> {
  if (answer.publishRevision) return { revision: answer.publishRevision.revision.id };
  if (answer.respondToShare) return { feedback: answer.respondToShare.results[0]?.parts[0]?.id };
  const made = answer.share;
  if (!made || !("revision" in made)) return {};
  const [first, second] = made.revision.items.edges.map(({ node }) => node.lineageId);
  return { share: made.share.id, version: made.share.version, revisionOne: made.revision.id, first, second };
}

test("every block of the tour runs, in its order, and the loop is closed at its end", async () => {
  const [sender, receiver, other] = (await Promise.all(
    ["ACME CSIRT", "Bank CSIRT", "Rail CSIRT"].map((name) => world.party({ name })),
  )) as [Party, Party, Party];
  const cast: Readonly<Record<string, Party>> = { sender, receiver, other };
  let known: Record<string, unknown> = {
    receiver: receiver.organization.id,
    other: other.organization.id,
    detectedAt: new Date(Date.now() - 600_000).toISOString(),
  };
  const answers: unknown[] = [];
  for (const { who, query } of blocks) {
    const asked = [...query.matchAll(/\$(\w+):/g)].map(([, name = ""]) => [name, known[name]] as const);
    const answer = await (cast[who] as Party).get<Partial<Answer>>(query, Object.fromEntries(asked));
    answers.push(answer);
    known = { ...known, ...learnt(answer) };
  }

  expect(answers).toHaveLength(10);
  expect(answers[2]).toMatchObject({
    share: { items: { edges: [{ node: { disputed: false } }, { node: { disputed: true } }] } },
  });
  expect(answers[6]).toMatchObject({ closeFeedback: { feedback: { state: "CLOSED", closedBy: "AUTHOR" } } });
  expect(answers[8]).toMatchObject({
    askInformation: { informationRequest: { state: "OPEN", addressee: { name: "ACME CSIRT" } } },
  });
  expect(answers[9]).toMatchObject({ setStandingProfile: { standingProfile: { version: 1, state: "USED" } } });
});
