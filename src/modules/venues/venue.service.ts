import { isDeepStrictEqual } from "node:util";
import { In } from "typeorm";
import type { Outcome, ViewerChange, Writer } from "../../platform/change";
import type { Viewer } from "../../platform/context";
import { DomainError } from "../../platform/errors";
import { newId } from "../../platform/ids";
import { type ItemResult, itemOk, itemRefused, itemUnchanged } from "../../platform/items";
import { assertVisible, lockRow } from "../../platform/read/reader";
import { assertRole, assertSide, assertVersion } from "../../platform/verbs";
import { existingOrganizations } from "../organizations/organization.find";
import { organizationModel } from "../organizations/organization.read";
import { type Venue, type VenueKind, type VenueMember, assertFirstMembers, assertTakesMembers, isOpen } from "./venue";
import { type VenueSide, venueSides } from "./venue.access";
import { venueMemberTold, venueTold } from "./venue.events";
import { venueModel } from "./venue.read";
import { VenueMemberTable, VenueTable } from "./venue.table";
import { venueVerbs } from "./venue.verbs";

type Input = { readonly idempotencyKey: string };
export type CreateVenue = Input & {
  readonly kind: VenueKind;
  readonly name: string;
  readonly nameJa?: string | null;
  readonly description?: string | null;
  readonly showsMembers: boolean;
  readonly memberIds?: readonly string[] | null;
};
type OfVenue = Input & { readonly venueId: string; readonly expectedVersion: number };
export type UpdateVenue = OfVenue & {
  readonly name?: string | null;
  readonly nameJa?: string | null;
  readonly description?: string | null;
};
export type AddVenueMembers = OfVenue & { readonly organizationIds: readonly string[] };
export type RemoveVenueMember = OfVenue & { readonly organizationId: string };
export type VenueOutcome = { readonly venueId: string };

export class VenueService {
  constructor(private readonly writer: Writer) {}

  /** Opens a venue that the viewer's organisation manages and is in; the others are invited. */
  create(viewer: Viewer, input: CreateVenue): Promise<Outcome<VenueOutcome>> {
    return this.writer.mutate(viewer, "createVenue", input, async (change) => {
      assertRole(viewer, "createVenue", venueVerbs.createVenue);
      assertMayOpen(viewer, input.kind);
      const others = (input.memberIds ?? []).filter((id) => id !== viewer.organizationId);
      assertFirstMembers(input.kind, others);
      await assertVisible(change.tx, viewer, organizationModel, others, "input.memberIds");
      const venue = newVenue(change, input);
      await change.tx.insert(VenueTable, venue);
      change.tell(venueTold("VENUE_CREATED", venue, ["kind", "name", "showsMembers"], venue.version));
      if (venue.ownerId) {
        const own: VenueMember = {
          ...invitation(change, venue.id, venue.ownerId),
          state: "ACTIVE",
          joinedAt: change.now,
        };
        await change.tx.insert(VenueMemberTable, own);
        change.tell(venueMemberTold("VENUE_MEMBER_JOINED", own, ["state", "joinedAt"]));
      }
      await invite(change, venue.id, others, []);
      return { venueId: venue.id };
    });
  }

  update(viewer: Viewer, input: UpdateVenue): Promise<Outcome<VenueOutcome>> {
    return this.writer.mutate(viewer, "updateVenue", input, async (change) => {
      const { venue } = await this.lock(change, "updateVenue", input);
      const next = {
        ...venue,
        name: input.name ?? venue.name,
        nameJa: input.nameJa === undefined ? venue.nameJa : input.nameJa,
        description: input.description === undefined ? venue.description : input.description,
      };
      const changed = FIELDS.filter((field) => !isDeepStrictEqual(venue[field], next[field]));
      if (changed.length > 0) {
        const { id, ...facts } = { ...next, version: venue.version + 1 };
        await change.tx.update(VenueTable, { id }, facts);
        change.tell(venueTold("VENUE_UPDATED", next, changed, facts.version));
      }
      return { venueId: venue.id };
    });
  }

  /** Invites organisations; each joins by itself. */
  addMembers(
    viewer: Viewer,
    input: AddVenueMembers,
  ): Promise<Outcome<VenueOutcome & { readonly results: readonly ItemResult[] }>> {
    return this.writer.mutate(viewer, "addVenueMembers", input, async (change) => {
      const { venue } = await this.lock(change, "addVenueMembers", input);
      assertTakesMembers(venue.kind);
      return { venueId: venue.id, results: await inviteItems(change, venue.id, input.organizationIds) };
    });
  }

  /** An invited organisation becomes a member: nobody is put into a venue by others. */
  join(viewer: Viewer, input: OfVenue): Promise<Outcome<VenueOutcome>> {
    return this.writer.mutate(viewer, "joinVenue", input, async (change) => {
      const { venue } = await this.lock(change, "joinVenue", input);
      const place = await placeOf(change, venue.id, viewer.organizationId);
      await change.tx.update(VenueMemberTable, { id: place.id }, { state: "ACTIVE", joinedAt: change.now });
      change.tell(venueMemberTold("VENUE_MEMBER_JOINED", place, ["state", "joinedAt"]));
      return { venueId: venue.id };
    });
  }

  /** Ends a membership or an invitation: by whoever manages the venue, or by the organisation itself. */
  removeMember(viewer: Viewer, input: RemoveVenueMember): Promise<Outcome<VenueOutcome>> {
    return this.writer.mutate(viewer, "removeVenueMember", input, async (change) => {
      const { venue, sides } = await this.lock(change, "removeVenueMember", input);
      const { organizationId } = input;
      const field = "input.organizationId";
      if (!sides.has("MANAGER") && !sides.has("HUB_OPERATOR") && organizationId !== viewer.organizationId) {
        throw new DomainError("FORBIDDEN", "A member removes itself only.", { field });
      }
      if (organizationId === venue.ownerId) {
        throw new DomainError("STATE_CONFLICT", "The managing organisation stays in its venue.", { field });
      }
      const place = await placeOf(change, venue.id, organizationId);
      if (place.state === "LEFT") throw new DomainError("NOT_FOUND", "VenueMember was not found.", { field });
      const left: VenueMember = { ...place, state: "LEFT", leftAt: change.now };
      await change.tx.update(VenueMemberTable, { id: place.id }, { state: left.state, leftAt: left.leftAt });
      change.tell(venueMemberTold("VENUE_MEMBER_LEFT", left, ["state", "leftAt"]));
      // Of the venue itself, so that whoever has left is told that it is gone.
      change.tell(venueTold("VENUE_UPDATED", venue, ["members"], null));
      return { venueId: venue.id };
    });
  }

  private async lock(
    { tx, viewer }: ViewerChange,
    name: Exclude<keyof typeof venueVerbs, "createVenue">,
    { venueId, expectedVersion }: OfVenue,
  ): Promise<{ readonly venue: Venue; readonly sides: ReadonlySet<VenueSide> }> {
    const verb = venueVerbs[name];
    assertRole(viewer, name, verb);
    const { row: venue, sides } = await lockRow(tx, viewer, venueModel, venueId, venueSides, "input.venueId");
    assertSide(name, verb, sides);
    assertVersion(expectedVersion, venue.version);
    return { venue, sides };
  }
}

const FIELDS = ["name", "nameJa", "description"] as const satisfies readonly (keyof Venue)[];

function assertMayOpen({ roles, operator }: Viewer, kind: VenueKind): void {
  if (isOpen(kind) ? operator : roles.includes("LIAISON") || roles.includes("ADMIN")) return;
  const needed = isOpen(kind) ? ["OPERATOR"] : ["LIAISON", "ADMIN"];
  const message = `Opening a venue of the kind ${kind} needs one of these roles: ${needed.join(", ")}.`;
  throw new DomainError("FORBIDDEN", message, { field: "input.kind", details: { roles: needed } });
}

const newVenue = ({ viewer, now }: ViewerChange, input: CreateVenue): Venue => ({
  id: newId("venue"),
  version: 1,
  kind: input.kind,
  name: input.name,
  nameJa: input.nameJa ?? null,
  description: input.description ?? null,
  ownerId: isOpen(input.kind) ? null : viewer.organizationId,
  showsMembers: input.showsMembers,
  createdAt: now,
});

/** Invites whom there is to invite, and says of each what became of it. */
async function inviteItems(
  change: ViewerChange,
  venueId: string,
  organizationIds: readonly string[],
): Promise<readonly ItemResult[]> {
  const there = await existingOrganizations(change.tx, organizationIds);
  const known = await change.tx.findBy(VenueMemberTable, { venueId, organizationId: In([...organizationIds]) });
  const staying = new Set(known.filter(({ state }) => state !== "LEFT").map((place) => place.organizationId));
  const invited = organizationIds.filter((id) => there.has(id) && !staying.has(id));
  const places = new Map(
    [...known, ...(await invite(change, venueId, invited, known))].map((place) => [place.organizationId, place.id]),
  );
  return organizationIds.map((id, index) => {
    const place = places.get(id);
    if (place === undefined) {
      const field = `input.organizationIds[${index}]`;
      return itemRefused(index, new DomainError("NOT_FOUND", "Organization was not found.", { field }));
    }
    const isNew = !staying.has(id) && organizationIds.indexOf(id) === index;
    return isNew ? itemOk(index, place) : itemUnchanged(index, place);
  });
}

/** Whoever was there before keeps its place: `known` are such places. */
async function invite(
  change: ViewerChange,
  venueId: string,
  organizationIds: readonly string[],
  known: readonly VenueMember[],
): Promise<readonly VenueMember[]> {
  const before = new Map(known.map((place) => [place.organizationId, place.id]));
  const places = [...new Set(organizationIds)].map((organizationId) => {
    const place = invitation(change, venueId, organizationId);
    return { ...place, id: before.get(organizationId) ?? place.id };
  });
  if (places.length > 0) await change.tx.upsert(VenueMemberTable, places, ["id"]);
  change.tell(...places.map((place) => venueMemberTold("VENUE_MEMBER_INVITED", place, ["state"])));
  return places;
}

const invitation = ({ now }: ViewerChange, venueId: string, organizationId: string): VenueMember => ({
  id: newId("vmember"),
  venueId,
  organizationId,
  state: "INVITED",
  invitedAt: now,
  joinedAt: null,
  leftAt: null,
});

/** An organisation's place in a venue that is locked. */
async function placeOf({ tx }: ViewerChange, venueId: string, organizationId: string): Promise<VenueMember> {
  const place = await tx.findOneBy(VenueMemberTable, { venueId, organizationId });
  if (!place) throw new DomainError("NOT_FOUND", "VenueMember was not found.", { field: "input.organizationId" });
  return place;
}
