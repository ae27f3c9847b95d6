import type { Case } from "../../src/modules/cases/case";
import { canRead, caseFor, listOf, outcomeOf } from "../support/casework";
import { offer, step } from "../support/handoffs";
import { errorOf, findings, idsOf } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let soc: Party;
let csirt: Party;
let vendor: Party;
/** The SOC opened it and owns it; it concerns the CSIRT's organisation. */
let incident: Case;

const party = (name: string, given: object = {}) =>
  world.party({ name, kind: "USER", roles: ["LIAISON", "RESPONDER", "APPROVER"], ...given });
const about = (who: Pick<Party, "organization">) => world.openCase(soc, { affectedId: who.organization.id });

beforeAll(async () => {
  world = await openWorld();
  [soc, csirt, vendor] = (await Promise.all(
    ["Night SOC", "ACME CSIRT", "Dig Forensics"].map((name) => party(name)),
  )) as [Party, Party, Party];
});
afterAll(() => world.close());
beforeEach(async () => {
  incident = await about(csirt);
});

const ofCase = (given: object = {}) => ({ caseId: incident.id, ...given });
const invite = (by: Party, who: Pick<Party, "organization">) =>
  by.act("inviteParticipant", ofCase({ organizationId: who.organization.id, role: "VENDOR" }));
const admit = (by: Party, who: Party) =>
  outcomeOf(by, "admitParticipant", ofCase({ organizationId: who.organization.id }));
const arrives = (who: Party, state: "INVITED" | "ACTIVE" = "ACTIVE") => world.join(incident, who, "CSIRT", state);

/** What comes of telling somebody of the damage within the case. */
const damage = [{ kind: "DAMAGE", text: "4,000 customer records left." }];
const tells = async (from: Party, to: Party) =>
  (await outcomeOf(from, "share", findings(ofCase({ recipientIds: idsOf(to), items: damage }))))[0];
const FORBIDDEN = "DISCLOSURE_FORBIDDEN";
/** Whether the vendor is admitted, as somebody in the case reads it. */
const isAdmitted = async (who: Party, by: Party = soc) => {
  type Part = { admitted: boolean; organization: { id: string } };
  const parts = await listOf<Part>(by, incident, "participants", "admitted organization { id }");
  return parts.find(({ organization }) => organization.id === who.organization.id)?.admitted;
};

describe("who exchanges freely within a case is for the affected organisation to say: V6", () => {
  test("whom a SOC brings into its customer's case it does not tell of the damage, until that admits them", async () => {
    await arrives(csirt);
    await invite(soc, vendor);
    expect(await errorOf(soc, "share", findings(ofCase({ recipientIds: idsOf(vendor), items: damage })))).toMatchObject(
      {
        code: FORBIDDEN,
        message: expect.stringContaining("is not admitted") as string,
        details: { refused: [{ needs: "CONSENT" }], notAdmitted: idsOf(vendor) },
      },
    );
    expect(await isAdmitted(vendor)).toBe(false);
    expect(await canRead(vendor, incident)).toBe(true);

    const [asVendor, asSoc] = [await vendor.follow(), await soc.follow()];
    expect(await admit(csirt, vendor)).toEqual(["OK"]);
    for (const stream of [asVendor, asSoc]) {
      const [, told] = await stream.until(({ type }) => type === "PARTICIPANT_ADMITTED");
      expect(told).toMatchObject({ changed: ["admitted", "admittedAt"], case: { id: incident.id } });
      await stream.end();
    }
    expect([await isAdmitted(vendor), await tells(soc, vendor)]).toEqual([true, "OK"]);
    expect(await caseFor(soc, incident, "version")).toEqual({ version: 1 });
  });

  test("who opened the case, the affected organisation and its parts always do", async () => {
    const plant = await party("ACME Plant", {
      organization: await world.organization({ parentId: csirt.organization.id }),
    });
    await arrives(csirt, "INVITED");
    await Promise.all([invite(soc, plant), arrives(vendor)]);
    expect(await Promise.all([csirt, plant, vendor].map((who) => tells(soc, who)))).toEqual(["OK", "OK", FORBIDDEN]);
    expect(await tells(vendor, soc)).toBe("OK");
  });

  test("while it does not take part, or is not known, the owner stands for it", async () => {
    await invite(soc, vendor);
    expect([await isAdmitted(vendor), await tells(soc, vendor)]).toEqual([true, "OK"]);
    await arrives(csirt, "INVITED");
    expect([await isAdmitted(vendor), await tells(soc, vendor)]).toEqual([false, FORBIDDEN]);

    incident = await world.openCase(soc);
    await invite(soc, vendor);
    expect([await isAdmitted(vendor), await tells(soc, vendor)]).toEqual([true, "OK"]);
  });

  test("once it has declined the owner stands for it again; not when the owner removed it", async () => {
    await Promise.all([arrives(csirt, "INVITED"), invite(soc, vendor)]);
    await csirt.act("respondToInvitation", ofCase({ accept: false }));
    expect(await tells(soc, vendor)).toBe("OK");
    await invite(soc, csirt);
    await soc.act("removeParticipant", ofCase({ organizationId: csirt.organization.id }));
    expect(await tells(soc, vendor)).toBe(FORBIDDEN);
  });

  test("whom it invites or gives work in the case it admits by that", async () => {
    incident = await world.openCase(csirt, { affectedId: csirt.organization.id });
    await Promise.all([invite(csirt, vendor), invite(csirt, soc)]);
    await soc.act("respondToInvitation", ofCase({ accept: true }));
    expect(await Promise.all([tells(soc, vendor), tells(csirt, soc)])).toEqual(["OK", "OK"]);

    incident = await about(csirt);
    await arrives(csirt);
    await invite(soc, vendor);
    await offer(csirt, vendor, incident, "ENGAGEMENT");
    expect([await isAdmitted(vendor), await tells(soc, vendor)]).toEqual([true, "OK"]);
  });

  test("whom another CSIRT in the case calls in is not admitted by that", async () => {
    const other = await party("Beta CSIRT");
    await Promise.all([arrives(csirt), arrives(other)]);
    await offer(other, vendor, incident, "ENGAGEMENT");
    expect(await tells(soc, vendor)).toBe(FORBIDDEN);
  });

  test("when it takes the case over, whoever takes part then is admitted, and nobody whom a later owner brings", async () => {
    await invite(soc, vendor);
    let handoff = await offer(soc, csirt, incident);
    expect(await tells(soc, vendor)).toBe(FORBIDDEN);
    handoff = await step(csirt, "acknowledgeHandoff", handoff);
    const stream = await vendor.follow({ args: "types: [PARTICIPANT_ADMITTED]" });
    await step(csirt, "acceptHandoff", handoff);
    await stream.until(({ type }) => type === "PARTICIPANT_ADMITTED");
    await stream.end();
    expect(await tells(soc, vendor)).toBe("OK");

    const back = await offer(csirt, soc, incident, "RETURN", { reason: "Not ours to lead." });
    await step(soc, "acceptHandoff", await step(soc, "acknowledgeHandoff", back));
    const late = await party("Late Forensics");
    await invite(soc, late);
    expect([await tells(soc, vendor), await tells(soc, late)]).toEqual(["OK", FORBIDDEN]);
  });

  test("an owner who says only later that the case is its own admits those who are there", async () => {
    incident = await world.openCase(soc);
    await invite(soc, vendor);
    const handoff = await step(csirt, "acknowledgeHandoff", await offer(soc, csirt, incident));
    await step(csirt, "acceptHandoff", handoff);
    const { version } = await caseFor<{ version: number }>(csirt, incident, "version");
    const affectedOrganizationId = csirt.organization.id;
    await csirt.act("updateCase", ofCase({ expectedVersion: version, affectedOrganizationId }));
    expect([await isAdmitted(vendor), await tells(soc, vendor)]).toEqual([true, "OK"]);
  });

  test("whoever left and was brought back by the owner is admitted anew, or not", async () => {
    await arrives(csirt);
    await invite(soc, vendor);
    await admit(csirt, vendor);
    await soc.act("removeParticipant", ofCase({ organizationId: vendor.organization.id }));
    await invite(soc, vendor);
    expect([await isAdmitted(vendor), await tells(soc, vendor)]).toEqual([false, FORBIDDEN]);
  });

  test("the owner cannot say that the case is somebody else's while the affected organisation takes part", async () => {
    await arrives(csirt);
    const renamed = (given: object) => outcomeOf(soc, "updateCase", ofCase({ expectedVersion: 1, ...given }));
    const refused = ["FORBIDDEN", "input.affectedOrganizationId"];
    expect(await renamed({ affectedOrganizationId: soc.organization.id })).toEqual(refused);
    expect(await renamed({ affectedOrganizationId: null })).toEqual(refused);
    await csirt.act("leaveCase", ofCase());
    expect(await renamed({ affectedOrganizationId: null })).toEqual(["OK"]);
  });
});

describe("admitParticipant", () => {
  test("is for the affected organisation, its parts and what it is a part of, if they take part", async () => {
    const [head, plant, desk] = await Promise.all([party("ACME"), party("ACME Plant"), party("ACME Plant desk")]);
    await world.asOwner(`
      update organizations set parent_id = '${head.organization.id}' where id = '${plant.organization.id}';
      update organizations set parent_id = '${plant.organization.id}' where id = '${desk.organization.id}'`);
    incident = await about(plant);
    await invite(soc, vendor);
    expect(await admit(head, vendor)).toEqual(["NOT_FOUND", "input.caseId"]);
    for (const who of [head, plant, desk]) {
      const late = await party("Late Forensics");
      await Promise.all([invite(soc, late), arrives(who, "INVITED")]);
      expect([await admit(soc, late), await admit(vendor, late), await isAdmitted(late)]).toEqual([
        ["FORBIDDEN"],
        ["FORBIDDEN"],
        false,
      ]);
      expect([await admit(who, late), await isAdmitted(late)]).toEqual([["OK"], true]);
    }
  });

  test("is about somebody who takes part", async () => {
    await arrives(csirt);
    expect(await admit(csirt, vendor)).toEqual(["NOT_FOUND", "input.organizationId"]);
    await invite(soc, vendor);
    await vendor.act("respondToInvitation", ofCase({ accept: false }));
    expect(await admit(csirt, vendor)).toEqual(["STATE_CONFLICT"]);
  });

  test("changes nothing for whoever is admitted, and tells nothing then", async () => {
    await arrives(csirt);
    await invite(soc, vendor);
    const admittedAt = async () =>
      (await listOf<{ admittedAt: string | null }>(soc, incident, "participants", "admittedAt")).at(-1)?.admittedAt;
    expect(await admittedAt()).toBeNull();
    await admit(csirt, vendor);
    const since = await admittedAt();
    const stream = await soc.follow();
    expect([await admit(csirt, vendor), await admit(csirt, soc), await admit(csirt, csirt)]).toEqual([
      ["OK"],
      ["OK"],
      ["OK"],
    ]);
    await soc.act("addNote", ofCase({ audience: "PARTICIPANTS", text: "Seen before." }));
    expect((await stream.until(({ type }) => type === "NOTE_ADDED")).map(({ type }) => type)).toEqual([
      undefined,
      "NOTE_ADDED",
    ]);
    await stream.end();
    expect(await admittedAt()).toBe(since);
  });
});
