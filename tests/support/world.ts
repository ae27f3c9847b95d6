import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { createApp } from "../../src/app";
import { hubDatabase } from "../../src/database";
import type { Account, Role } from "../../src/modules/accounts/account";
import { AccountTable, ApiKeyTable } from "../../src/modules/accounts/account.table";
import { newCredential } from "../../src/modules/accounts/credential";
import type { Case } from "../../src/modules/cases/case";
import { CaseTable } from "../../src/modules/cases/case.table";
import type { ParticipantRole } from "../../src/modules/cases/participant";
import type { Organization } from "../../src/modules/organizations/organization";
import { OrganizationTable } from "../../src/modules/organizations/organization.table";
import type { Viewer } from "../../src/platform/context";
import { newId } from "../../src/platform/ids";
import { tables } from "../../src/tables";
import { type Asker, askerFor } from "./asker";
import { TEMPLATE, databaseUrl } from "./template";

export type Party = {
  readonly organization: Organization;
  readonly account: Account;
  readonly viewer: Viewer;
  readonly key: string;
} & Asker;
type PartyFacts = {
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly kinds?: Organization["kinds"];
  readonly organization?: Organization;
  readonly kind?: Account["kind"];
};

/** A hub of its own on a database of its own. Builders fill in whatever a test does not talk about. */
export async function openWorld() {
  const adminUrl = process.env["TEST_DATABASE_URL"] ?? "";
  const name = `world_${randomUUID().replaceAll("-", "").slice(0, 12)}`;
  await asAdmin(adminUrl, `create database ${name} template ${TEMPLATE}`);
  const url = databaseUrl(adminUrl, name);
  const statements: string[] = [];
  const bugs: unknown[] = [];
  const db = await hubDatabase({ url, tables, onStatement: (text) => void statements.push(text) }).initialize();
  const app = await createApp(db, (bug) => void bugs.push(bug));
  await app.start(3_600_000); // Tests tick by hand, or wait for a message: no clock, no sleeping.

  /** Runs a statement as the owner of the database: what no client and not the hub itself may do. */
  const asOwner = (statement: string) => asAdmin(url, statement);

  const organization = async (given: Partial<Organization> = {}): Promise<Organization> => {
    const row: Organization = {
      id: newId("org"),
      version: 1,
      name: "ACME CSIRT",
      nameJa: null,
      shortCode: `ORG-${randomUUID().slice(0, 8)}`,
      kinds: ["CSIRT"],
      sector: null,
      country: "JP",
      timeZone: "Asia/Tokyo",
      contacts: [],
      coverageWindows: [],
      parentId: null,
      createdAt: new Date("2026-01-01T00:00:00Z"),
      ...given,
    };
    await db.getRepository(OrganizationTable).insert(row);
    return row;
  };

  /** Somebody who can sign in: an organisation of its own unless told, and an account with a key. */
  const party = async (given: PartyFacts = {}): Promise<Party> => {
    const { name: called = "ACME CSIRT", roles = ["ADMIN", "LIAISON", "RESPONDER"], kind = "SERVICE_ACCOUNT" } = given;
    const of =
      given.organization ?? (await organization({ name: called, ...(given.kinds ? { kinds: given.kinds } : {}) }));
    const account: Account = {
      id: newId(kind === "USER" ? "user" : "svc"),
      version: 1,
      kind,
      organizationId: of.id,
      name: `${called} tool`,
      email: null,
      roles,
      active: true,
      createdAt: new Date("2026-01-01T00:00:00Z"),
    };
    const { keyId, text, secretHash } = newCredential();
    await db.getRepository(AccountTable).insert(account);
    await db.getRepository(ApiKeyTable).insert({
      id: keyId,
      accountId: account.id,
      label: "test",
      secretHash,
      createdAt: new Date("2026-01-01T00:00:00Z"),
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
    });
    const viewer: Viewer = {
      accountId: account.id,
      accountKind: kind,
      organizationId: of.id,
      roles,
      operator: roles.includes("OPERATOR"),
      credentialId: keyId,
    };
    return { organization: of, account, viewer, key: text, ...askerFor(app, viewer) };
  };

  /** A case that a party's organisation owns, as its service makes one. */
  const openCase = async (by: Party, given: Partial<Case> = {}): Promise<Case> => {
    const input = { idempotencyKey: randomUUID() };
    const { one } = await app.writer.mutate(by.viewer, "openCase", input, async (change) => {
      const facts = {
        title: "Beacon from a file server",
        summary: "HTTPS every 60 seconds to an unknown host.",
        severity: "LEVEL_3",
        category: null,
        tlp: "AMBER",
        pap: "AMBER",
        restricted: false,
        affectedId: null,
        intake: "DETECTION",
        occurredAt: null,
        occurredClock: null,
        detectedAt: null,
        awareAt: null,
        containedAt: null,
        tags: [],
        techniques: [],
        externalReferences: [],
      } as const;
      return { one: await app.services.cases.open(change, { ...facts, ...given }, "CSIRT") };
    });
    if (given.state) await db.getRepository(CaseTable).update({ id: one.id }, { state: given.state });
    return { ...one, ...(given.state ? { state: given.state } : {}) };
  };

  /** Makes a party's organisation a participant, at the word of the case's owner. */
  const join = async (
    one: Pick<Case, "id">,
    who: Party,
    role: ParticipantRole = "SOC",
    state: "INVITED" | "ACTIVE" = "ACTIVE",
  ) => {
    const { ownerId } = await db.getRepository(CaseTable).findOneByOrFail({ id: one.id });
    const owner: Viewer = { ...who.viewer, organizationId: ownerId };
    return app.writer.mutate(owner, "join", { idempotencyKey: randomUUID() }, async (change) => {
      await app.services.cases.join(change, one.id, who.organization.id, role, state);
      return {};
    });
  };

  /** Moves the hub's time: what is due then is due. */
  const shiftTime = (by: string) => asOwner(`update hub set clock_offset = clock_offset + interval '${by}'`);

  const close = async () => {
    await app.stop();
    await db.destroy();
    await asAdmin(adminUrl, `drop database ${name} with (force)`);
    expect(bugs).toEqual([]);
  };
  return { url, db, app, statements, bugs, organization, party, openCase, join, asOwner, shiftTime, close };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

async function asAdmin(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
