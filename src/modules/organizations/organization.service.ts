import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError, invalid } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { assertVisible, lockRow } from "../../platform/read/reader";
import { bind, run, sql, sqlState } from "../../platform/sql";
import { assertRole, assertSide, assertVersion } from "../../platform/verbs";
import type { Organization } from "./organization";
import { type OrganizationFacts, changedOrganization, isForEveryone } from "./organization.change";
import { organizationTold } from "./organization.events";
import { organizationModel } from "./organization.read";
import { OrganizationTable } from "./organization.table";
import { administrationOf, organizationVerbs } from "./organization.verbs";

type Input = { readonly idempotencyKey: string };
export type CreateOrganization = Input &
  OrganizationFacts & { readonly name: string; readonly shortCode: string; readonly timeZone: string };
type OfOrganization = Input & { readonly organizationId: string; readonly expectedVersion: number };
export type UpdateOrganization = OfOrganization & OrganizationFacts;
export type SetClients = OfOrganization & {
  readonly add?: readonly string[] | null;
  readonly remove?: readonly string[] | null;
};
export type OrganizationOutcome = { readonly organizationId: string };

export class OrganizationService {
  constructor(private readonly writer: Writer) {}

  /** Enters an organisation on the hub: by the operator. */
  create(viewer: Viewer, input: CreateOrganization): Promise<Outcome<OrganizationOutcome>> {
    return this.writer.mutate(viewer, "createOrganization", input, async (change) => {
      assertRole(viewer, "createOrganization", organizationVerbs.createOrganization);
      const { tx, now } = change;
      const blank = blankOrganization(input.shortCode, now);
      const { organization, changed } = changedOrganization(blank, input);
      if (organization.parentId) {
        await assertVisible(tx, viewer, organizationModel, [organization.parentId], "input.parentId");
      }
      await tx.insert(OrganizationTable, organization).catch((error: unknown) => {
        if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
        throw invalid("input.shortCode", "Another organisation has this short code.");
      });
      change.tell(organizationTold("ORGANIZATION_CREATED", organization.id, ["shortCode", ...changed], 1));
      return { organizationId: organization.id };
    });
  }

  /** Changes what is said of an organisation: by its own ADMIN or the operator. */
  update(viewer: Viewer, input: UpdateOrganization): Promise<Outcome<OrganizationOutcome>> {
    return this.writer.mutate(viewer, "updateOrganization", input, async (change) => {
      if (input.parentId != null && viewer.operator) await this.lockTree(change);
      const current = await this.lock(change, "updateOrganization", input);
      const { organization, changed } = changedOrganization(current, input);
      if (organization.parentId !== current.parentId) await this.assertParent(change, organization);
      const version = changed.some(isForEveryone) ? current.version + 1 : null;
      if (changed.length > 0) {
        const { id, ...facts } = { ...organization, version: version ?? current.version };
        await change.tx.update(OrganizationTable, { id }, facts);
        change.tell(organizationTold("ORGANIZATION_UPDATED", id, changed, version));
      }
      return { organizationId: current.id };
    });
  }

  /**
   * Adds and removes customers of a provider: by its own ADMIN or the operator. Told to the provider, and to each of
   * them as a change of its own providers: `version` counts neither, because nobody else may see it.
   */
  setClients(viewer: Viewer, input: SetClients): Promise<Outcome<OrganizationOutcome>> {
    return this.writer.mutate(viewer, "setClients", input, async (change) => {
      const { id } = await this.lock(change, "setClients", input);
      const [add, remove] = [input.add ?? [], input.remove ?? []];
      if (add.includes(id)) throw invalid("input.add", "An organisation is not its own client.");
      if (add.some((one) => remove.includes(one))) throw invalid("input.remove", "A client is added or removed.");
      await assertVisible(change.tx, viewer, organizationModel, add, "input.add");
      await assertVisible(change.tx, viewer, organizationModel, remove, "input.remove");
      const clients = await writeClients(change, id, add, remove);
      if (clients.length > 0) {
        change.tell(organizationTold("ORGANIZATION_UPDATED", id, ["clients"], null));
        change.tell(...clients.map((client) => organizationTold("ORGANIZATION_UPDATED", client, ["providers"], null)));
      }
      return { organizationId: id };
    });
  }

  private async lock(
    { tx, viewer }: ViewerChange,
    name: "updateOrganization" | "setClients",
    { organizationId, expectedVersion }: OfOrganization,
  ): Promise<Organization> {
    const verb = organizationVerbs[name];
    assertRole(viewer, name, verb);
    const { row } = await lockRow(tx, viewer, organizationModel, organizationId, {}, "input.organizationId");
    assertSide(name, verb, administrationOf(viewer, row.id));
    assertVersion(expectedVersion, row.version);
    return row;
  }

  /** Two changes at once could each make half of a circle: they wait for each other, before they lock a row. */
  private async lockTree({ tx }: ViewerChange): Promise<void> {
    await run(tx, "organizations.tree", sql`select pg_advisory_xact_lock(hashtextextended('organizations tree', 0))`);
  }

  /** What is AMBER for a parent reaches its children, so nobody makes itself a child. */
  private async assertParent({ tx, viewer }: ViewerChange, { id, parentId }: Organization): Promise<void> {
    if (!viewer.operator) {
      const message = "The operator alone says of what an organisation is a part.";
      throw new DomainError("FORBIDDEN", message, { field: "input.parentId" });
    }
    if (parentId === null) return;
    await assertVisible(tx, viewer, organizationModel, [parentId], "input.parentId");
    const [circle] = await run<{ id: string }>(
      tx,
      "organizations.line",
      sql`
      with recursive line as (
        select id, parent_id from organizations where id = ${bind(parentId, "text")}
        union select o.id, o.parent_id from organizations o join line l on o.id = l.parent_id)
      select id from line where id = ${bind(id, "text")}`,
    );
    if (circle) throw invalid("input.parentId", "An organisation is not a part of itself, or of one of its own parts.");
  }
}

const UNIQUE_VIOLATION = "23505";

const blankOrganization = (shortCode: string, createdAt: Date): Organization => ({
  id: newId("org"),
  version: 1,
  name: "",
  nameJa: null,
  shortCode,
  kinds: [],
  sector: null,
  country: null,
  timeZone: "UTC",
  contacts: [],
  coverageWindows: [],
  parentId: null,
  createdAt,
});

/** The clients that were really added or removed. */
async function writeClients(
  { tx }: ViewerChange,
  providerId: string,
  add: readonly string[],
  remove: readonly string[],
): Promise<readonly string[]> {
  const provider = bind(providerId, "text");
  const rows = await run<{ id: string }>(
    tx,
    "organizations.clients",
    sql`
    with added as (
      insert into organization_clients (provider_id, client_id)
      select distinct ${provider}, id from unnest(${bind(add, "text[]")}) id on conflict do nothing returning client_id),
    removed as (
      delete from organization_clients
      where provider_id = ${provider} and client_id = any(${bind(remove, "text[]")}) returning client_id)
    select client_id as id from added union all select client_id from removed`,
  );
  return rows.map(({ id }) => id);
}
