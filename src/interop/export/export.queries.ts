import type { Pap, Tlp } from "../../platform/marking";
import type { ExportedStatement } from "./exported";

const party = "{ id name createdAt updatedAt }";
const said = `id createdAt updatedAt tlp pap confidence validFrom validUntil name description killChainPhases labels revoked
  organization ${party} source { format id }`;
const page = "pageInfo { hasNextPage endCursor }";
/** What speaks against blocking a value costs a look into lists and shares: asked for only where somebody blocks. */
const value = (doubts: boolean) => (doubts ? "type value disputed knownBenign { list }" : "type value");

export const caseText = (doubts: boolean) => `query ($id: ID!, $after: Cursor) { case(id: $id) {
  reference title summary openedAt updatedAt owner ${party} tlp pap severity category state disposition tags techniques
  occurredAt detectedAt awareAt containedAt closedAt
  assertions(first: 500, after: $after) { edges { node { ${said} indicator { ${value(doubts)} } } } ${page} } } }`;

export const detectionsText = `query ($id: ID!, $after: Cursor) { case(id: $id) {
  detections(first: 100, after: $after) { edges { node {
    id vantage tool rule title firstSeen detectedAt recordedAt updatedAt organization ${party} } } ${page} } } }`;

export const sightingsText = `query ($id: ID!, $after: Cursor) { case(id: $id) {
  sightings(first: 500, after: $after) { edges { node {
    id result count firstSeen lastSeen note reportedAt organization ${party} indicator { type value } } } ${page} } } }`;

export const revisionText = (doubts: boolean) => `query ($id: ID!, $after: Cursor) { node(id: $id) { __typename
  ... on ShareRevision {
    number state claims givenUp limitations { corner note } text createdAt publishedAt
    share { id subject kind state tlp pap attribution forwarding validUntil detectedAt retractedAt sender ${party}
      derivedFrom { id } latestRevision { publishedAt }
      fiveW { why whyText when what where how contact { name } contactText } }
    items(first: 500, after: $after) { edges { node {
      id kind text state note tlp pap retracted disputed updatedAt indicator { ${value(doubts)} } } } ${page} } } } }`;

export const indicatorsText = (doubts: boolean) => `query ($type: IndicatorType, $after: Cursor) {
  indicators(type: $type, first: 200, after: $after) { edges { node {
    id ${value(doubts)} assertions(first: 10) { edges { node { ${said} } } ${page} } } } ${page} } }`;

/** The rest of what is said of one value. */
export const assertionsText = `query ($id: ID!, $after: Cursor) { node(id: $id) { ... on Indicator {
  assertions(first: 500, after: $after) { edges { node { ${said} } } ${page} } } } }`;

export type Page<Node> = {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};
export type Party = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
} | null;
export type Value = Pick<ExportedStatement, "type" | "value"> & {
  readonly disputed?: boolean;
  readonly knownBenign?: readonly object[];
};
export type Said = {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly organization: Party;
  readonly tlp: Tlp;
  readonly pap: Pap | null;
  readonly confidence: number | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly killChainPhases: readonly string[];
  readonly labels: readonly string[];
  readonly revoked: boolean;
  readonly source: { readonly format: string; readonly id: string } | null;
};
type Marked = { readonly tlp: Tlp; readonly pap: Pap };

/** What the texts above are answered with. */
export type IndicatorsAnswer = {
  readonly indicators: Page<Value & { readonly id: string; readonly assertions: Page<Said> }>;
};
export type AssertionsAnswer = { readonly node: { readonly assertions: Page<Said> } | null };
export type CaseAnswer = {
  readonly case:
    | (Marked & {
        readonly reference: string;
        readonly title: string;
        readonly summary: string;
        readonly openedAt: string;
        readonly updatedAt: string;
        readonly owner: Party;
        readonly assertions: Page<Said & { readonly indicator: Value | null }>;
      } & Readonly<Record<string, unknown>>)
    | null;
};
export type FoundDetection = {
  readonly id: string;
  readonly title: string | null;
  readonly tool: string | null;
  readonly rule: string | null;
  readonly vantage: string | null;
  readonly firstSeen: string | null;
  readonly detectedAt: string;
  readonly recordedAt: string;
  readonly updatedAt: string;
  readonly organization: Party;
};
export type DetectionsAnswer = { readonly case: { readonly detections: Page<FoundDetection> } | null };
export type FoundSighting = {
  readonly id: string;
  readonly result: string;
  readonly count: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly note: string | null;
  readonly reportedAt: string;
  readonly organization: Party;
  readonly indicator: Value | null;
};
export type SightingsAnswer = { readonly case: { readonly sightings: Page<FoundSighting> } | null };
export type FoundItem = Marked & {
  readonly id: string;
  readonly kind: string;
  readonly text: string | null;
  readonly state: string;
  readonly note: string | null;
  readonly retracted: boolean;
  readonly disputed: boolean;
  readonly updatedAt: string;
  readonly indicator: Value | null;
};
type Answers = "why" | "whyText" | "when" | "what" | "where" | "how" | "contactText";
export type FoundShare = Marked & {
  readonly id: string;
  readonly subject: string;
  readonly kind: string;
  readonly state: string;
  readonly attribution: string;
  readonly forwarding: string;
  readonly validUntil: string | null;
  readonly detectedAt: string | null;
  readonly retractedAt: string | null;
  readonly sender: Party;
  readonly derivedFrom: { readonly id: string } | null;
  readonly latestRevision: { readonly publishedAt: string | null } | null;
  readonly fiveW:
    ({ readonly contact: { readonly name: string } | null } & { readonly [Answer in Answers]: unknown }) | null;
};
export type FoundRevision = {
  readonly __typename: string;
  readonly state: string;
  readonly text: string | null;
  readonly createdAt: string;
  readonly publishedAt: string | null;
  readonly number: number;
  readonly claims: readonly string[];
  readonly givenUp: readonly string[];
  readonly limitations: readonly object[];
  readonly share: FoundShare | null;
  readonly items: Page<FoundItem>;
};
export type RevisionAnswer = { readonly node: FoundRevision | null };
