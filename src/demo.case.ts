import { type Answer, type DemoParty, idIn } from "./demo.party";

type Versioned = { readonly id: string; readonly version: number };
const versioned = (payload: Answer, field: string): Versioned => payload[field] as Versioned;
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const HANDOFF = "handoff { id version }";

/** The SOC sees, hands over and answers; the CSIRT accepts and engages the vendor, which has it and owes its word. */
export async function workACase(soc: DemoParty, csirt: DemoParty, vendor: DemoParty): Promise<void> {
  const opened = await soc.say("openCase", alertFor(csirt), `case { id } ${HANDOFF}`);
  const caseId = idIn(opened, "case");
  await handOver(soc, csirt, versioned(opened, "handoff"));
  const obstacle = {
    caseId,
    kind: "SITUATION_UNCLEAR",
    note: "No memory image yet: what ran in the process is unknown.",
  };
  await csirt.say("raiseObstacle", obstacle, "obstacle { id }");
  await engage(csirt, vendor, caseId);
  const note = {
    caseId,
    audience: "PARTICIPANTS",
    text: "Host FS-01 is isolated logically; the memory image is being taken.",
  };
  await csirt.say("addNote", note, "note { id }");
}

const alertFor = (csirt: DemoParty) => ({
  title: "Beacon from a file server 標的型攻撃の疑い",
  summary: "FS-01 speaks HTTPS to an unknown host every 60 seconds since the early morning.",
  severity: "LEVEL_3",
  intake: "DETECTION",
  affectedOrganizationId: csirt.id,
  occurredAt: inMinutes(-180),
  occurredClock: "proxy log",
  tags: ["beacon", "demo"],
  techniques: ["T1071.001"],
  detection: {
    vantage: "NETWORK",
    tool: "proxy",
    rule: "beacon-60s",
    title: "Regular HTTPS requests",
    firstSeen: inMinutes(-180),
    detectedAt: inMinutes(-25),
    indicators: [{ value: "198.51.100[.]23" }],
  },
  indicators: [
    { value: "hxxps://update.example[.]com/gate.php", confidence: 80 },
    { value: "update.example[.]com", confidence: 80 },
    { value: "44d88612fea8a8f36de82e1278abb02f", confidence: 60 },
  ],
  handoff: {
    kind: "ESCALATION",
    receiverId: csirt.id,
    receiverRole: "CSIRT",
    package: { expectation: "CONTAIN_HOST", contact: "Night SOC duty desk, +81-3-0000-0001", dueAt: inMinutes(60) },
  },
});

async function handOver(soc: DemoParty, csirt: DemoParty, offered: Versioned): Promise<void> {
  const step = ({ id, version }: Versioned) => ({ handoffId: id, expectedVersion: version });
  const acknowledged = versioned(await csirt.say("acknowledgeHandoff", step(offered), HANDOFF), "handoff");
  const asked = await csirt.say(
    "requestHandoffInfo",
    {
      ...step(acknowledged),
      purpose: "To choose what to isolate",
      questions: ["Which account ran the process?", "Are other hosts affected?"],
    },
    "handoff { informationRequests(first: 1) { edges { node { id version } } } }",
  );
  const { informationRequests: requests } = asked["handoff"] as {
    informationRequests: { edges: readonly { node: Versioned }[] };
  };
  const request = requests.edges[0]?.node;
  if (!request) throw new Error("The question was not found.");
  const answers = [
    { number: 1, answer: "svc-backup, a service account." },
    { number: 2, notKnown: true },
  ];
  await soc.say(
    "answerInformationRequest",
    {
      informationRequestId: request.id,
      expectedVersion: request.version,
      answers,
      package: {
        knownUnknowns: ["Whether other hosts are affected"],
        confidence: 75,
        rationale: "The interval never varies.",
      },
    },
    "informationRequest { id }",
  );
  const [current] = await soc.read<Versioned>(`query ($id: ID!) { node(id: $id) { ... on Handoff { id version } } }`, {
    id: offered.id,
  });
  if (!current) throw new Error("The handoff was not found.");
  await csirt.say("acceptHandoff", step(current), HANDOFF);
}

async function engage(csirt: DemoParty, vendor: DemoParty, caseId: string): Promise<void> {
  const offered = await csirt.say(
    "offerHandoff",
    {
      caseId,
      kind: "ENGAGEMENT",
      receiverId: vendor.id,
      package: {
        summary: "Image FS-01's memory, and find out how the beacon got there.",
        severity: "LEVEL_3",
        expectation: "COLLECT_EVIDENCE",
        contact: "ACME CSIRT duty desk, +81-3-0000-0002",
        dueAt: inMinutes(240),
      },
    },
    HANDOFF,
  );
  const { id, version } = versioned(offered, "handoff");
  await vendor.say("acknowledgeHandoff", { handoffId: id, expectedVersion: version }, HANDOFF);
}
