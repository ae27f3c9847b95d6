import type { Pap, Tlp } from "../../platform/marking";
import type { ExportedParty, ExportedStatement } from "./exported";

const said = `id createdAt updatedAt tlp pap confidence validFrom validUntil name description killChainPhases labels revoked
  organization { id name } source { format id }`;
const page = "pageInfo { hasNextPage endCursor }";

export const caseText = `query ($id: ID!, $after: Cursor) { case(id: $id) {
  reference title summary openedAt owner { id name } tlp pap severity category state disposition tags techniques
  occurredAt detectedAt awareAt containedAt closedAt
  assertions(first: 500, after: $after) { edges { node { ${said} indicator { type value } } } ${page} } } }`;

export const revisionText = `query ($id: ID!, $after: Cursor) { node(id: $id) { __typename ... on ShareRevision {
  number state claims givenUp limitations { corner note } text createdAt publishedAt
  share { subject kind tlp pap attribution forwarding validUntil detectedAt sender { id name }
    fiveW { why whyText when what where how } }
  items(first: 500, after: $after) { edges { node {
    id kind text state note tlp pap retracted disputed indicator { type value } } } ${page} } } } }`;

export const indicatorsText = `query ($type: IndicatorType, $after: Cursor) {
  indicators(type: $type, first: 200, after: $after) {
    edges { node { type value assertions(first: 20) { edges { node { ${said} } } } } } ${page} } }`;

type Page<Node> = {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};
type Value = Pick<ExportedStatement, "type" | "value">;
type Said = {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly organization: ExportedParty | null;
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
export type Answers = {
  readonly indicators: Page<Value & { readonly assertions: Page<Said> }>;
  readonly case:
    | (Marked & {
        readonly reference: string;
        readonly title: string;
        readonly summary: string;
        readonly openedAt: string;
        readonly owner: ExportedParty | null;
        readonly assertions: Page<Said & { readonly indicator: Value | null }>;
      } & Readonly<Record<string, unknown>>)
    | null;
  readonly node: {
    readonly __typename: string;
    readonly state: string;
    readonly text: string | null;
    readonly createdAt: string;
    readonly publishedAt: string | null;
    readonly number: number;
    readonly claims: readonly string[];
    readonly givenUp: readonly string[];
    readonly limitations: readonly object[];
    readonly share:
      | (Marked & {
          readonly subject: string;
          readonly kind: string;
          readonly attribution: string;
          readonly forwarding: string;
          readonly validUntil: string | null;
          readonly detectedAt: string | null;
          readonly sender: ExportedParty | null;
          readonly fiveW:
            { readonly [Answer in "why" | "whyText" | "when" | "what" | "where" | "how"]: unknown } | null;
        })
      | null;
    readonly items: Page<
      Marked & {
        readonly id: string;
        readonly kind: string;
        readonly text: string | null;
        readonly state: string;
        readonly note: string | null;
        readonly retracted: boolean;
        readonly disputed: boolean;
        readonly indicator: Value | null;
      }
    >;
  };
};
