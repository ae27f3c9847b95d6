import { isDeepStrictEqual } from "node:util";
import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import type { Access } from "../../platform/read/model";
import { lockRow } from "../../platform/read/reader";
import { bind, run, sql } from "../../platform/sql";
import { assertRole, assertSide, assertState, assertVersion } from "../../platform/verbs";
import { existingOrganizations } from "../organizations/organization.find";
import { assertNeededLater } from "../shares/receiver-half";
import type { InformationNeed } from "./need";
import { needTold } from "./need.events";
import { needModel } from "./need.read";
import { NeedPartnerTable, NeedTable } from "./need.table";
import { needVerbs } from "./need.verbs";

type Input = { readonly idempotencyKey: string };
type OfNeed = Input & { readonly needId: string; readonly expectedVersion: number };
type Facts = Pick<InformationNeed, "title" | "what" | "why" | "how">;
type More = {
  readonly description?: string | null;
  readonly tags?: readonly string[] | null;
  readonly neededBy?: Date | null;
  readonly partnerIds?: readonly string[] | null;
};
export type StateNeed = Input & Facts & More;
/** What is left out stays as it is. */
export type UpdateNeed = OfNeed & { readonly [Fact in keyof Facts]?: Facts[Fact] | null } & More;
export type CloseNeed = OfNeed;
export type NeedOutcome = { readonly needId: string };

const SERVED = ["title", "description", "what", "why", "how", "tags", "neededBy"] as const;

/** What an organisation wants to receive, why, and how it would use it; shown to the partners that it chooses. */
export class NeedService {
  constructor(private readonly writer: Writer) {}

  state(viewer: Viewer, input: StateNeed): Promise<Outcome<NeedOutcome>> {
    return this.writer.mutate(viewer, "stateNeed", input, async (change) => {
      assertRole(viewer, "stateNeed", needVerbs.stateNeed);
      assertNeededLater(input.neededBy, { was: null, now: change.now }, "input.neededBy");
      const need: InformationNeed = {
        id: newId("need"),
        version: 1,
        organizationId: viewer.organizationId,
        title: input.title,
        description: input.description ?? null,
        what: distinct(input.what, "what"),
        why: distinct(input.why, "why"),
        how: input.how,
        tags: [...new Set(input.tags ?? [])],
        neededBy: input.neededBy ?? null,
        state: "OPEN",
        createdById: viewer.accountId,
        createdAt: change.now,
      };
      await change.tx.insert(NeedTable, need);
      await showTo(change, need.id, input.partnerIds ?? []);
      change.tell(needTold("NEED_STATED", need, ["state", ...SERVED]));
      return { needId: need.id };
    });
  }

  update(viewer: Viewer, input: UpdateNeed): Promise<Outcome<NeedOutcome>> {
    return this.writer.mutate(viewer, "updateNeed", input, async (change) => {
      const was = await lockNeed(change, "updateNeed", input);
      assertNeededLater(input.neededBy, { was: was.neededBy, now: change.now }, "input.neededBy");
      const next: InformationNeed = {
        ...was,
        title: input.title ?? was.title,
        description: input.description === undefined ? was.description : input.description,
        what: input.what ? distinct(input.what, "what") : was.what,
        why: input.why ? distinct(input.why, "why") : was.why,
        how: input.how ?? was.how,
        tags: input.tags ? [...new Set(input.tags)] : was.tags,
        neededBy: input.neededBy === undefined ? was.neededBy : input.neededBy,
      };
      const changed: string[] = SERVED.filter((fact) => !isDeepStrictEqual(next[fact], was[fact]));
      const need = { ...next, version: was.version + (changed.length > 0 ? 1 : 0) };
      if (changed.length > 0) await change.tx.update(NeedTable, { id: need.id }, need);
      if (input.partnerIds) {
        await change.tx.delete(NeedPartnerTable, { needId: need.id });
        await showTo(change, need.id, input.partnerIds);
        changed.push("partners");
      }
      if (changed.length > 0) change.tell(needTold("NEED_UPDATED", need, changed));
      return { needId: need.id };
    });
  }

  close(viewer: Viewer, input: CloseNeed): Promise<Outcome<NeedOutcome>> {
    return this.writer.mutate(viewer, "closeNeed", input, async (change) => {
      const was = await lockNeed(change, "closeNeed", input);
      const need: InformationNeed = { ...was, version: was.version + 1, state: "CLOSED" };
      await change.tx.update(NeedTable, { id: need.id }, { state: need.state, version: need.version });
      change.tell(needTold("NEED_CLOSED", need, ["state"]));
      return { needId: need.id };
    });
  }
}

const isOwner: Access<InformationNeed> = (n, me) => sql`${n("organizationId")} = ${me.organization}`;

async function lockNeed(
  change: ViewerChange,
  name: "updateNeed" | "closeNeed",
  { needId, expectedVersion }: OfNeed,
): Promise<InformationNeed> {
  const verb = needVerbs[name];
  assertRole(change.viewer, name, verb);
  const { row, sides } = await lockRow(change.tx, change.viewer, needModel, needId, { OWNER: isOwner }, "input.needId");
  assertSide(name, verb, sides);
  assertVersion(expectedVersion, row.version);
  assertState(name, verb, row.state);
  return row;
}

async function showTo({ tx, viewer }: ViewerChange, needId: string, partnerIds: readonly string[]): Promise<void> {
  const partners = [...new Set(partnerIds)].filter((id) => id !== viewer.organizationId);
  if (partners.length === 0) return;
  const known = await existingOrganizations(tx, partners);
  if (known.size < partners.length)
    throw new DomainError("NOT_FOUND", "Organization was not found.", { field: "input.partnerIds" });
  await run(
    tx,
    "need.partners",
    sql`insert into information_need_partners (need_id, organization_id)
      select ${bind(needId, "text")}, unnest(${bind(partners, "text[]")})`,
  );
}

function distinct<Value>(values: readonly Value[], field: string): readonly Value[] {
  if (values.length === 0) throw invalid(`input.${field}`, `Say at least one ${field}.`);
  return [...new Set(values)];
}
