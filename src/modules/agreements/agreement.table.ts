import { EntitySchema } from "typeorm";
import type { Agreement, AgreementContact, AgreementParty } from "./agreement";

export const AgreementTable = new EntitySchema<Agreement>({
  name: "Agreement",
  tableName: "agreements",
  columns: {
    id: { type: "text", primary: true },
    version: { type: "integer" },
    title: { type: "text" },
    state: { type: "text" },
    validFrom: { name: "valid_from", type: "timestamptz" },
    validUntil: { name: "valid_until", type: "timestamptz", nullable: true },
    targets: { type: "jsonb" },
    speedWindowMinutes: { name: "speed_window_minutes", type: "integer", nullable: true },
    disclosureClauses: { name: "disclosure_clauses", type: "text", array: true },
    proposedById: { name: "proposed_by_id", type: "text" },
    createdAt: { name: "created_at", type: "timestamptz" },
    endedAt: { name: "ended_at", type: "timestamptz", nullable: true },
    endingReason: { name: "ending_reason", type: "text", nullable: true },
  },
  indices: [{ name: "agreements_newest", columns: ["createdAt", "id"] }],
  foreignKeys: [
    {
      name: "agreements_proposed_by",
      target: "Organization",
      columnNames: ["proposedById"],
      referencedColumnNames: ["id"],
    },
  ],
});

export const AgreementPartyTable = new EntitySchema<AgreementParty>({
  name: "AgreementParty",
  tableName: "agreement_parties",
  columns: {
    agreementId: { name: "agreement_id", type: "text", primary: true },
    organizationId: { name: "organization_id", type: "text", primary: true },
    acceptedAt: { name: "accepted_at", type: "timestamptz", nullable: true },
  },
  indices: [{ name: "agreement_parties_of", columns: ["organizationId", "agreementId"] }],
  foreignKeys: [
    {
      name: "agreement_parties_agreement",
      target: "Agreement",
      columnNames: ["agreementId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "agreement_parties_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});

export const AgreementContactTable = new EntitySchema<AgreementContact>({
  name: "AgreementContact",
  tableName: "agreement_contacts",
  columns: {
    id: { type: "text", primary: true },
    agreementId: { name: "agreement_id", type: "text" },
    step: { type: "integer" },
    organizationId: { name: "organization_id", type: "text" },
    name: { type: "text" },
    phone: { type: "text" },
    minutesToNext: { name: "minutes_to_next", type: "integer" },
  },
  indices: [{ name: "agreement_contacts_step", columns: ["agreementId", "step"], unique: true }],
  foreignKeys: [
    {
      name: "agreement_contacts_agreement",
      target: "Agreement",
      columnNames: ["agreementId"],
      referencedColumnNames: ["id"],
    },
    {
      name: "agreement_contacts_organization",
      target: "Organization",
      columnNames: ["organizationId"],
      referencedColumnNames: ["id"],
    },
  ],
});
