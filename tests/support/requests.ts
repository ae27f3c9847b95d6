import type { Party } from "./world";

/** What a test of questions reads again and again. */
export type ShownRequest = { readonly id: string; readonly version: number; readonly state: string };
const SHOWN = "informationRequest { id version state }";

/** Something to ask, but about what, of whom and where. */
export const questions = (given: object = {}) => ({
  purpose: "To decide whether we block it",
  questions: ["Since when is it in use?"],
  ...given,
});
export const asked = async (who: Party, given: object): Promise<ShownRequest> =>
  (await who.act<{ informationRequest: ShownRequest }>("askInformation", questions(given), SHOWN)).informationRequest;

/** What answering a question takes. */
export const answerTo = ({ id, version }: ShownRequest) => ({
  informationRequestId: id,
  expectedVersion: version,
  answers: [{ number: 1, answer: "Since May." }],
});

/** A question as somebody reads it now. */
export async function requestFor<T = object>(who: Party, { id }: { readonly id: string }, selection: string) {
  const query = `query ($id: ID!) { informationRequest(id: $id) { ${selection} } }`;
  return (await who.get<{ informationRequest: T }>(query, { id })).informationRequest;
}

type Page = { readonly edges: readonly { readonly node: { readonly id: string } }[] };
export const idsIn = ({ edges }: Page): readonly string[] => edges.map(({ node }) => node.id);

/** The questions about one thing, by their filter. */
export async function requestsAbout(who: Party, { id }: { readonly id: string }): Promise<readonly string[]> {
  const query = "query ($id: ID!) { informationRequests(aboutId: $id) { edges { node { id } } } }";
  return idsIn((await who.get<{ informationRequests: Page }>(query, { id })).informationRequests);
}

/** The questions that a share or an indicator lists. */
export async function requestsOf(who: Party, { id }: { readonly id: string }): Promise<readonly string[]> {
  const list = "informationRequests { edges { node { id } } }";
  const query = `query ($id: ID!) { node(id: $id) { ... on Share { ${list} } ... on Indicator { ${list} } } }`;
  return idsIn((await who.get<{ node: { informationRequests: Page } }>(query, { id })).node.informationRequests);
}

/** What waits on somebody, by the ids. */
export async function owedBy(who: Party): Promise<readonly string[]> {
  return idsIn((await who.get<{ waitingOnUs: Page }>("{ waitingOnUs { edges { node { id } } } }")).waitingOnUs);
}
