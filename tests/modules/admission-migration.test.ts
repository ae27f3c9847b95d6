import { Admission1700000000017 } from "../../migrations/1700000000017-admission";
import { ownerDatabase } from "../../src/database";
import { agree } from "../support/parties";
import { idsOf, shareFor, shared } from "../support/sharing";
import { listOf } from "../support/casework";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Takes the hub back to before there was admission, and forth again. */
async function migrateAgain(): Promise<void> {
  const owner = await ownerDatabase({ url: world.url, tables: [] }).initialize();
  const runner = owner.createQueryRunner();
  const migration = new Admission1700000000017();
  await migration.down(runner);
  await migration.up(runner);
  await owner.destroy();
}

test("whoever takes part already stays admitted, and what tells of the victim is bound from then on", async () => {
  const [victim, soc, vendor] = (await Promise.all(
    ["ACME CSIRT", "Night SOC", "Dig Forensics"].map((name) => world.party({ name, kind: "USER" })),
  )) as [Party, Party, Party];
  const incident = await world.openCase(soc, { affectedId: victim.organization.id, detectedAt: new Date() });
  await world.join(incident, victim);
  await world.join(incident, vendor);
  await agree([victim, soc], { disclosureClauses: ["TECHNICAL_ITEMS_OUTSIDE_CASE"] });
  const free = { indicator: { value: "c2.evil.example" }, deIdentified: true };
  const items = [[free], [free, { indicator: { value: "acme.evil.example" } }], [{ kind: "DAMAGE", text: "Records." }]];
  const shares = [];
  for (const some of items) {
    shares.push(await shared(soc, { caseId: incident.id, recipientIds: idsOf(victim), items: some }));
  }
  shares.push(await shared(soc, { recipientIds: idsOf(victim) }));

  const admitted = async () =>
    (await listOf<{ admitted: boolean }>(soc, incident, "participants", "admitted")).map((one) => one.admitted);
  expect(await admitted()).toEqual([true, true, false]);

  await migrateAgain();

  const bound = shares.map((share) => shareFor<{ caseBound: boolean }>(soc, share, "caseBound"));
  expect((await Promise.all(bound)).map(({ caseBound }) => caseBound)).toEqual([false, true, true, false]);
  expect(await admitted()).toEqual([true, true, true]);
});
