import { randomUUID } from "node:crypto";
import type { App } from "./app";
import type { Keys } from "./first-run";

type Answer = Readonly<Record<string, unknown>>;
/** Somebody who speaks to the hub through its API, as any client does. */
type Speaker = (mutation: string, input: object, selection: string) => Promise<Answer>;

/**
 * A demo world, made through the API alone: Night SOC watches ACME, whose CSIRT decides; Dig Forensics is called in.
 * They have an agreement, and a case is in mid-flight between them.
 */
export async function buildDemo(app: App, operatorKey: string): Promise<{ readonly keys: Omit<Keys, "operator"> }> {
  const operator = await speaker(app, operatorKey);
  const soc = await enter(app, operator, { name: "Night SOC", nameJa: "ナイトSOC", shortCode: "NIGHT-SOC", kinds: ["SOC"] }, "+81-3-0000-0001");
  const csirt = await enter(app, operator, { name: "ACME CSIRT", nameJa: "アクメCSIRT", shortCode: "ACME-CSIRT", kinds: ["CSIRT"] }, "+81-3-0000-0002");
  const vendor = await enter(app, operator, { name: "Dig Forensics", nameJa: "ディグ・フォレンジックス", shortCode: "DIG", kinds: ["VENDOR"] }, "+81-3-0000-0003");
  await agree(soc, csirt);
  await workACase(soc, csirt, vendor);
  return { keys: { soc: soc.key, csirt: csirt.key, vendor: vendor.key } };
}

type Party = { readonly id: string; readonly key: string; readonly say: Speaker };

async function enter(app: App, operator: Speaker, facts: object, phone: string): Promise<Party> {
  const contacts = [{ name: "Duty desk", role: "first call", phone, hours: "24/365" }];
  const organization = await operator("createOrganization", { ...facts, country: "JP", timeZone: "Asia/Tokyo", contacts }, "organization { id }");
  const id = idIn(organization, "organization");
  const roles = ["ADMIN", "LIAISON", "RESPONDER", "APPROVER"];
  const account = await operator("createServiceAccount", { organizationId: id, name: "Demo tool", roles }, "serviceAccount { id }");
  const { secret } = await operator("createApiKey", { accountId: idIn(account, "serviceAccount"), label: "first start" }, "secret");
  const key = String(secret);
  return { id, key, say: await speaker(app, key) };
}

async function agree(soc: Party, csirt: Party): Promise<void> {
  const targets = [
    { severity: "LEVEL_4", acknowledgeWithinMinutes: 15, respondWithinMinutes: 60 },
    { severity: "LEVEL_3", acknowledgeWithinMinutes: 30, respondWithinMinutes: 240 },
  ];
  const made = await soc.say(
    "createAgreement",
    { title: "Monitoring of ACME by Night SOC", partyIds: [soc.id, csirt.id], targets, speedWindowMinutes: 240 },
    "agreement { id version }",
  );
  const { id, version } = made["agreement"] as { id: string; version: number };
  await csirt.say("acceptAgreement", { agreementId: id, expectedVersion: version }, "agreement { id }");
}

async function workACase(_soc: Party, _csirt: Party, _vendor: Party): Promise<void> {}

async function speaker(app: App, key: string): Promise<Speaker> {
  const viewer = await app.authenticator.viewerOf(`Bearer ${key}`);
  if (!viewer) throw new Error("A key that was just made does not open.");
  return async (mutation, input, selection) => {
    const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = app.pipeline.prepare(`mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${selection} } }`);
    if (!("kind" in document)) throw new Error(`The demo world asks what the hub does not know: ${JSON.stringify(document)}`);
    const context = app.contextFor(viewer);
    const variables = { input: { idempotencyKey: randomUUID(), ...input } };
    const { data, errors } = await app.pipeline.execute(context, { document, variables });
    if (errors) throw new Error(`The demo world was refused: ${JSON.stringify(app.pipeline.format(errors, context.requestId))}`);
    return JSON.parse(JSON.stringify(data?.[mutation])) as Answer;
  };
}

const idIn = (payload: Answer, field: string): string => (payload[field] as { readonly id: string }).id;
