import type { Case } from "../../src/modules/cases/case";
import { canRead, caseFor, outcomeOf } from "../support/casework";
import { agree } from "../support/parties";
import { answerTo, asked, owedBy, questions, requestFor, requestsAbout, requestsOf } from "../support/requests";
import { domains, findings, idsOf, itemsOf, shared } from "../support/sharing";
import { type Party, type World, openWorld } from "../support/world";

let world: World;
let sender: Party;
let bank: Party;
let client: Party;
let stranger: Party;
const clientOf = (of: Party, who: Party) =>
  world.asOwner(`insert into organization_clients values ('${of.organization.id}', '${who.organization.id}')`);

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  [sender, bank, client, stranger] = (await Promise.all(
    ["ACME CSIRT", "Bank CSIRT", "Bank branch", "Nobody"].map((name) => world.party({ name, kind: "USER" })),
  )) as [Party, Party, Party, Party];
});

const toBank = (given: object = {}) => shared(sender, { recipientIds: idsOf(bank), ...given });
const firstItem = (share: Parameters<typeof itemsOf>[0]) => itemsOf(share)[0] as { readonly id: string };
/** The indicator of the first item. */
async function indicatorOf(who: Party, share: Parameters<typeof itemsOf>[0]): Promise<{ readonly id: string }> {
  const query = `query ($id: ID!) { node(id: $id) { ... on ShareItem { indicator { id } } } }`;
  const { node } = await who.get<{ node: { indicator: { id: string } } }>(query, { id: firstItem(share).id });
  return node.indicator;
}
const refusal = (who: Party, given: object) => outcomeOf(who, "askInformation", questions(given));
const ABOUT = "about { __typename id } case { id }";

describe("about a share, or an item of it", () => {
  test("its sender is asked without being named, and owes the answer", async () => {
    const share = await toBank();
    const request = await asked(bank, { aboutId: share.id });

    const selection = `state asker { id } addressee { id } addresseeMasked ${ABOUT}`;
    const open = {
      state: "OPEN",
      asker: { id: bank.organization.id },
      addressee: { id: sender.organization.id },
      addresseeMasked: false,
      about: { __typename: "Share", id: share.id },
      case: null,
    };
    for (const who of [bank, sender]) expect(await requestFor(who, request, selection)).toEqual(open);
    expect([await owedBy(sender), await owedBy(bank)]).toEqual([[request.id], []]);
    await sender.act("answerInformationRequest", answerTo(request));
    expect(await owedBy(sender)).toEqual([]);
    const settled = await requestFor(
      bank,
      request,
      "state settledBy { ... on Organization { id } } questions { answer }",
    );
    expect(settled).toEqual({
      state: "ANSWERED",
      settledBy: { id: sender.organization.id },
      questions: [{ answer: "Since May." }],
    });
  });

  test("it is between the two: no other recipient reads it, answers it or finds it by the share", async () => {
    const other = await world.party({ name: "Rail CSIRT" });
    const share = await toBank({ recipientIds: idsOf(bank, other) });
    const request = await asked(bank, { aboutId: share.id });

    expect(await canRead(other, request)).toBe(false);
    expect(await outcomeOf(other, "answerInformationRequest", answerTo(request))).toEqual([
      "NOT_FOUND",
      "input.informationRequestId",
    ]);
    expect([await requestsOf(other, share), await requestsAbout(other, share)]).toEqual([[], []]);
    for (const who of [bank, sender]) {
      expect([await requestsOf(who, share), await requestsAbout(who, share)]).toEqual([[request.id], [request.id]]);
    }
  });

  test("a question about an item is about the item, and is listed with its share", async () => {
    const share = await toBank({ items: domains(2) });
    const item = firstItem(share);
    const request = await asked(bank, { aboutId: item.id });

    expect(await requestFor(sender, request, ABOUT)).toEqual({
      about: { __typename: "ShareItem", id: item.id },
      case: null,
    });
    expect([await requestsOf(sender, share), await requestsAbout(sender, item)]).toEqual([[request.id], [request.id]]);
    expect(await requestsAbout(sender, share)).toEqual([]);
  });

  test.each(["the sender", "another", "nobody there is"])("whoever is named, %s, is refused alike", async (whom) => {
    const share = await toBank();
    const ids = { "the sender": sender.organization.id, another: stranger.organization.id } as Record<string, string>;
    for (const aboutId of [share.id, firstItem(share).id]) {
      const given = { aboutId, addresseeId: ids[whom] ?? "org_X" };
      expect(await refusal(bank, given)).toEqual(["INVALID_INPUT", "input.addresseeId"]);
    }
  });

  test("nobody asks itself about its own share", async () => {
    const share = await toBank();
    for (const { id: aboutId } of [share, firstItem(share)]) {
      expect(await refusal(sender, { aboutId })).toEqual(["INVALID_INPUT", "input.aboutId"]);
    }
  });

  test("what is not seen is as what is not there: a draft, another's share, its items, an indicator", async () => {
    const { share: draft } = await sender.act<{ share: Awaited<ReturnType<typeof toBank>> }>(
      "draftShare",
      findings({ tlp: "CLEAR", recipientIds: idsOf(bank) }),
      "share { id items { edges { node { id } } } }",
    );
    const share = await toBank();
    const indicator = await indicatorOf(bank, share);
    for (const { id: aboutId } of [draft, firstItem(draft)]) {
      expect(await refusal(bank, { aboutId })).toEqual(["NOT_FOUND", "input.aboutId"]);
    }
    for (const aboutId of [share.id, firstItem(share).id, "share_X", "sitem_X"]) {
      expect(await refusal(stranger, { aboutId })).toEqual(["NOT_FOUND", "input.aboutId"]);
    }
    for (const aboutId of [indicator.id, "ind_X"]) {
      const given = { aboutId, addresseeId: bank.organization.id };
      expect(await refusal(stranger, given)).toEqual(["NOT_FOUND", "input.aboutId"]);
    }
  });

  test("other things are no subjects: a case, an organisation, what is no id", async () => {
    const incident = await world.openCase(bank);
    for (const aboutId of [incident.id, sender.organization.id, "share", "x"]) {
      const given = { aboutId, addresseeId: sender.organization.id };
      expect(await refusal(bank, given)).toEqual(["INVALID_INPUT", "input.aboutId"]);
    }
  });

  test("what it is about is read under the access of now: who has lost the share keeps the question", async () => {
    await clientOf(bank, client);
    const share = await toBank({ tlp: "AMBER" });
    const request = await asked(client, { aboutId: share.id });
    expect(await requestFor(client, request, ABOUT)).toMatchObject({ about: { id: share.id } });

    await world.asOwner(`delete from organization_clients where client_id = '${client.organization.id}'`);

    expect(await requestFor(client, request, ABOUT)).toEqual({ about: null, case: null });
    expect(await requestsAbout(client, share)).toEqual([]);
    expect(await requestsAbout(sender, share)).toEqual([request.id]);
  });

  const forNamed = () => ({ personIds: [bank.account.id] });
  test.each([
    ["a RED share", () => toBank({ tlp: "RED", ...forNamed() })],
    ["a share for named persons", () => toBank(forNamed())],
    ["a RED item", () => toBank({ items: [{ kind: "MALWARE", text: "A loader.", tlp: "RED" }], ...forNamed() })],
  ])("of %s the questions too are for the persons that are named", async (_what, share) => {
    const [ours, theirs] = (await Promise.all(
      [bank, sender].map(({ organization }) => world.party({ organization, kind: "USER" })),
    )) as [Party, Party];
    const request = await asked(bank, { aboutId: firstItem(await share()).id });
    const readers = await Promise.all([bank, sender, ours, theirs].map((who) => canRead(who, request)));
    expect(readers).toEqual([true, true, false, false]);
    expect(await theirs.refused("answerInformationRequest", answerTo(request))).toBe("NOT_FOUND");
    await sender.act("answerInformationRequest", answerTo(request));
  });
});

describe("about an indicator", () => {
  test("whoever is named is asked; what it is about is told to those who know the indicator", async () => {
    const share = await toBank();
    const indicator = await indicatorOf(bank, share);
    const request = await asked(bank, { aboutId: indicator.id, addresseeId: stranger.organization.id });

    const about = { __typename: "Indicator", id: indicator.id };
    expect(await requestFor(bank, request, ABOUT)).toEqual({ about, case: null });
    expect(await requestFor(stranger, request, ABOUT)).toEqual({ about: null, case: null });
    expect(await canRead(sender, request)).toBe(false);
    expect([await requestsOf(bank, indicator), await requestsOf(sender, indicator)]).toEqual([[request.id], []]);
    expect([await requestsAbout(bank, indicator), await requestsAbout(stranger, indicator)]).toEqual([
      [request.id],
      [],
    ]);
    await stranger.act("answerInformationRequest", answerTo(request));
  });

  test("asking nobody, oneself or who is not there is refused", async () => {
    const { id: aboutId } = await indicatorOf(bank, await toBank());
    for (const [addresseeId, code] of [
      [undefined, "INVALID_INPUT"],
      [bank.organization.id, "INVALID_INPUT"],
      ["org_X", "NOT_FOUND"],
    ] as const) {
      expect(await refusal(bank, { aboutId, addresseeId })).toEqual([code, "input.addresseeId"]);
    }
    expect(await refusal(bank, {})).toEqual(["INVALID_INPUT", "input.addresseeId"]);
  });
});

describe("in a case", () => {
  let incident: Case;
  let soc: Party;
  beforeEach(async () => {
    soc = await world.party({ name: "Night SOC" });
    incident = await world.openCase(sender, { affectedId: sender.organization.id });
    await world.join(incident, bank, "CSIRT");
    await world.join(incident, soc);
  });
  const fromCase = (given: object = {}) => toBank({ caseId: incident.id, ...given });
  const inCase = (given: object) => ({ caseId: incident.id, ...given });

  test("a question about a share of it is read by all who see the case, and its subject by those who see the share", async () => {
    const share = await fromCase();
    const request = await asked(bank, inCase({ aboutId: share.id }));

    const told = { case: { id: incident.id }, about: { __typename: "Share", id: share.id } };
    for (const who of [bank, sender]) expect(await requestFor(who, request, ABOUT)).toEqual(told);
    expect(await requestFor(soc, request, ABOUT)).toEqual({ ...told, about: null });
    expect([await requestsAbout(soc, share), await requestsAbout(soc, incident)]).toEqual([[], []]);
    expect(await caseFor(soc, incident, "waitingOn { id kind organization { id } }")).toEqual({
      waitingOn: [{ id: request.id, kind: "ANSWER", organization: { id: sender.organization.id } }],
    });
    expect(await canRead(stranger, request)).toBe(false);
  });

  test("an item that is marked stricter is not told by the questions of its share", async () => {
    await clientOf(bank, soc);
    const share = await fromCase({
      items: domains(1).map((item) => ({ ...item, tlp: "AMBER_STRICT", deIdentified: true })),
    });
    const item = firstItem(share);
    const request = await asked(bank, inCase({ aboutId: item.id }));

    expect(await requestFor(soc, request, ABOUT)).toMatchObject({ about: null, case: { id: incident.id } });
    expect([await requestsOf(soc, share), await requestsAbout(soc, item)]).toEqual([[], []]);
    expect([await requestsOf(bank, share), await requestsAbout(bank, item)]).toEqual([[request.id], [request.id]]);
  });

  test("what is asked about a share for named persons is not told to the case, nor that it is asked", async () => {
    const share = await fromCase({ personIds: [bank.account.id] });
    const request = await asked(bank, inCase({ aboutId: share.id }));
    expect(await Promise.all([bank, sender, soc].map((who) => canRead(who, request)))).toEqual([true, true, false]);
    const waits = (who: Party) => caseFor(who, incident, "waitingOn { id }");
    expect(await waits(bank)).toEqual({ waitingOn: [{ id: request.id }] });
    expect(await waits(soc)).toEqual({ waitingOn: [] });
  });

  test("a question about an indicator goes to who takes part, and to nobody else", async () => {
    const { id: aboutId } = await indicatorOf(bank, await fromCase());
    const request = await asked(bank, inCase({ aboutId, addresseeId: soc.organization.id }));

    expect(await requestFor(bank, request, ABOUT)).toMatchObject({ about: { id: aboutId }, case: { id: incident.id } });
    expect(await requestFor(sender, request, ABOUT)).toMatchObject({ case: { id: incident.id } });
    const given = inCase({ aboutId, addresseeId: stranger.organization.id });
    expect(await refusal(bank, given)).toEqual(["INVALID_INPUT", "input.addresseeId"]);
  });

  test("a share from elsewhere is not asked about in it, nor one whose sender has left", async () => {
    const another = await world.openCase(sender);
    await world.join(another, bank);
    const other = await toBank({ caseId: another.id });
    for (const { id: aboutId } of [await toBank(), other, firstItem(other)]) {
      expect(await refusal(bank, inCase({ aboutId }))).toEqual(["INVALID_INPUT", "input.caseId"]);
    }
    const share = await shared(bank, { caseId: incident.id, recipientIds: idsOf(soc) });
    await bank.act("leaveCase", { caseId: incident.id });
    expect(await refusal(soc, inCase({ aboutId: share.id }))).toEqual(["INVALID_INPUT", "input.caseId"]);
    await asked(soc, { aboutId: share.id });
  });

  test("the case of a share stays hidden from who does not see it, whatever it asks", async () => {
    await agree([sender, bank], { disclosureClauses: ["TECHNICAL_ITEMS_OUTSIDE_CASE"] });
    const items = [{ indicator: { value: "203.0.113.9" }, deIdentified: true }];
    const share = await shared(bank, { caseId: incident.id, recipientIds: idsOf(stranger), items });

    expect(await refusal(stranger, inCase({ aboutId: share.id }))).toEqual(["NOT_FOUND", "input.caseId"]);
    const request = await asked(stranger, { aboutId: share.id });

    const told = { about: { __typename: "Share", id: share.id }, case: null };
    for (const who of [stranger, bank]) expect(await requestFor(who, request, ABOUT)).toEqual(told);
    for (const who of [sender, soc]) expect(await canRead(who, request)).toBe(false);
    expect(await caseFor(sender, incident, "waitingOn { id }")).toEqual({ waitingOn: [] });
  });

  test("whoever leaves it owes no answer in it, and still the one that was asked outside of it", async () => {
    const share = await shared(bank, { caseId: incident.id, recipientIds: idsOf(soc) });
    const inside = await asked(soc, inCase({ aboutId: share.id }));
    const outside = await asked(soc, { aboutId: share.id });
    await bank.act("leaveCase", { caseId: incident.id });
    expect(await requestFor(soc, inside, "state")).toEqual({ state: "EXPIRED" });
    expect(await owedBy(bank)).toEqual([outside.id]);
  });
});
