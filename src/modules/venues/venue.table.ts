import { EntitySchema } from "typeorm";
import type { Venue, VenueMember } from "./venue";

export const VenueTable = new EntitySchema<Venue>({
  name: "Venue",
  tableName: "venues",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    kind: { type: "text" },
    name: { type: "text" },
    nameJa: { name: "name_ja", type: "text", nullable: true },
    description: { type: "text", nullable: true },
    ownerId: { name: "owner_id", type: "text", nullable: true },
    showsMembers: { name: "shows_members", type: "boolean" },
    createdAt: { name: "created_at", type: "timestamptz" },
  },
  indices: [
    { name: "venues_newest", columns: ["createdAt", "id"] },
    { name: "venues_owner_id", columns: ["ownerId"] },
  ],
  foreignKeys: [
    { name: "venues_owner", target: "Organization", columnNames: ["ownerId"], referencedColumnNames: ["id"] },
  ],
});

export const VenueMemberTable = new EntitySchema<VenueMember>({
  name: "VenueMember",
  tableName: "venue_members",
  columns: {
    id: { type: "text", primary: true },
    venueId: { name: "venue_id", type: "text" },
    organizationId: { name: "organization_id", type: "text" },
    state: { type: "text" },
    invitedAt: { name: "invited_at", type: "timestamptz" },
    joinedAt: { name: "joined_at", type: "timestamptz", nullable: true },
    leftAt: { name: "left_at", type: "timestamptz", nullable: true },
  },
  indices: [
    { name: "venue_members_once", columns: ["venueId", "organizationId"], unique: true },
    { name: "venue_members_of", columns: ["organizationId", "state", "venueId"] },
    { name: "venue_members_invited", columns: ["venueId", "invitedAt", "id"] },
  ],
  foreignKeys: [
    { name: "venue_members_venue", target: "Venue", columnNames: ["venueId"], referencedColumnNames: ["id"] },
    {
      name: "venue_members_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
