import { randomUUID } from "node:crypto";
import type { Case } from "../../src/modules/cases/case";
import type { World, Party } from "./world";
import { mutationText } from "./asker";

/** Who stands how to a case: its owner, two that work in it, one that looks on, one that is invited, and a stranger. */
export async function castOf(world: World) {
  const [owner, soc, vendor, observer, invited, stranger] = (await Promise.all(
    ["ACME CSIRT", "Night SOC", "Dig Forensics", "ACME Audit", "Other SOC", "Nobody"].map((name) =>
      world.party({ name, roles: ["LIAISON", "RESPONDER", "APPROVER"] }),
    ),
  )) as [Party, Party, Party, Party, Party, Party];
  return { owner, soc, vendor, observer, invited, stranger };
}
export type Cast = Awaited<ReturnType<typeof castOf>>;

/** A case of the owner's with the cast in its places. */
export async function staged(world: World, cast: Cast, given: Partial<Case> = {}): Promise<Case> {
  const { owner, soc, vendor, observer, invited } = cast;
  const one = await world.openCase(owner, given);
  const { writer, services } = world.app;
  await writer.mutate(owner.viewer, "join", { idempotencyKey: randomUUID() }, async (change) => {
    const places = [
      [soc, "SOC", "ACTIVE"],
      [vendor, "VENDOR", "ACTIVE"],
      [observer, "OBSERVER", "ACTIVE"],
      [invited, "SOC", "INVITED"],
    ] as const;
    for (const [{ organization }, role, state] of places) {
      await services.cases.join(change, one.id, organization.id, role, state);
    }
    return {};
  });
  return one;
}

/** What comes of a mutation: "OK", or the code with which it is refused, and the field. */
export async function outcomeOf(who: Party, name: string, input: object): Promise<readonly [string, string?]> {
  const { errors } = await who.ask(mutationText(name, "position"), {
    input: { idempotencyKey: randomUUID(), ...input },
  });
  const { code, field } = (errors?.[0]?.extensions ?? { code: "OK" }) as { code: string; field?: string };
  return field === undefined ? [code] : [code, field];
}

/** A case as somebody reads it now; its version is what the next change needs. */
export async function caseFor<T>(who: Party, { id }: Pick<Case, "id">, selection: string): Promise<T> {
  const answer = await who.get<{ case: T }>(`query ($id: ID!) { case(id: $id) { ${selection} } }`, { id });
  return answer.case;
}

/** The nodes of a connection of a case. */
export async function listOf<T>(
  who: Party,
  one: Pick<Case, "id">,
  list: string,
  selection: string,
  args = "",
): Promise<readonly T[]> {
  type Page = Record<string, { edges: readonly { node: T }[] }>;
  const page = await caseFor<Page>(who, one, `${list}${args} { edges { node { ${selection} } } }`);
  return (page[list]?.edges ?? []).map(({ node }) => node);
}

/** Whether somebody can read an object at all. */
export async function canRead(who: Party, { id }: { readonly id: string }): Promise<boolean> {
  const { nodes } = await who.get<{ nodes: readonly unknown[] }>("query ($id: ID!) { nodes(ids: [$id]) { id } }", {
    id,
  });
  return nodes[0] !== null;
}
