import type { App } from "./app";
import { workACase } from "./demo.case";
import { type DemoParty, enter, voiceOf } from "./demo.party";
import { shareSomething } from "./demo.sharing";
import type { Keys } from "./first-run";

/**
 * A demo world, made through the API alone: Night SOC watches ACME, whose CSIRT decides; Dig Forensics is called in.
 * They have an agreement, and a case is in mid-flight between them.
 */
export async function buildDemo(app: App, operatorKey: string): Promise<{ readonly keys: Omit<Keys, "operator"> }> {
  const { say: operator } = await voiceOf(app, operatorKey);
  const soc = await enter(
    app,
    operator,
    { name: "Night SOC", nameJa: "ナイトSOC", shortCode: "NIGHT-SOC", kinds: ["SOC"] },
    "+81-3-0000-0001",
  );
  const csirt = await enter(
    app,
    operator,
    { name: "ACME CSIRT", nameJa: "アクメCSIRT", shortCode: "ACME-CSIRT", kinds: ["CSIRT"] },
    "+81-3-0000-0002",
  );
  const vendor = await enter(
    app,
    operator,
    { name: "Dig Forensics", nameJa: "ディグ・フォレンジックス", shortCode: "DIG", kinds: ["VENDOR"] },
    "+81-3-0000-0003",
  );
  await agree(soc, csirt);
  await workACase(soc, csirt, vendor);
  await shareSomething(csirt, soc, vendor);
  return { keys: { soc: soc.key, csirt: csirt.key, vendor: vendor.key } };
}

async function agree(soc: DemoParty, csirt: DemoParty): Promise<void> {
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
