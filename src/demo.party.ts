import { randomUUID } from "node:crypto";
import type { App } from "./app";

export type Answer = Readonly<Record<string, unknown>>;
/** Somebody who speaks to the hub through its API, as any client does. */
export type Speaker = (mutation: string, input: object, selection: string) => Promise<Answer>;

export type DemoParty = {
  readonly id: string;
  readonly key: string;
  readonly say: Speaker;
  /** The root fields of a query's answer, in their order. */
  readonly read: <T>(query: string, variables: Record<string, unknown>) => Promise<readonly T[]>;
};

/** Makes an organisation, its tool and a key, as the operator does. */
export async function enter(app: App, operator: Speaker, facts: object, phone: string): Promise<DemoParty> {
  const contacts = [{ name: "Duty desk", role: "first call", phone, hours: "24/365" }];
  const organization = await operator(
    "createOrganization",
    { ...facts, country: "JP", timeZone: "Asia/Tokyo", contacts },
    "organization { id }",
  );
  const id = idIn(organization, "organization");
  const roles = ["ADMIN", "LIAISON", "RESPONDER", "APPROVER"];
  const account = await operator(
    "createServiceAccount",
    { organizationId: id, name: "Demo tool", roles },
    "serviceAccount { id }",
  );
  const { secret } = await operator(
    "createApiKey",
    { accountId: idIn(account, "serviceAccount"), label: "first start" },
    "secret",
  );
  const key = String(secret);
  return { id, key, ...(await voiceOf(app, key)) };
}

type Voice = Pick<DemoParty, "say" | "read">;

export async function voiceOf(app: App, key: string): Promise<Voice> {
  const viewer = await app.authenticator.viewerOf(`Bearer ${key}`);
  if (!viewer) throw new Error("A key that was just made does not open.");
  const ask = async (query: string, variables: Record<string, unknown>): Promise<Answer> => {
    const document = app.pipeline.prepare(query);
    if (!("kind" in document))
      throw new Error(`The demo world asks what the hub does not know: ${JSON.stringify(document)}`);
    const context = app.contextFor(viewer);
    const { data, errors } = await app.pipeline.execute(context, { document, variables });
    if (errors)
      throw new Error(`The demo world was refused: ${JSON.stringify(app.pipeline.format(errors, context.requestId))}`);
    return JSON.parse(JSON.stringify(data)) as Answer;
  };
  return {
    read: async <T>(query: string, variables: Record<string, unknown>) =>
      Object.values(await ask(query, variables)) as readonly T[],
    say: async (mutation, input, selection) => {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} } }`;
      return (await ask(query, { input: { idempotencyKey: randomUUID(), ...input } }))[mutation] as Answer;
    },
  };
}

export const idIn = (payload: Answer, field: string): string => (payload[field] as { readonly id: string }).id;
