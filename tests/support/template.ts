import "reflect-metadata";
import { Client } from "pg";
import { ownerDatabase } from "../../src/database";

export const TEMPLATE = "template_sansha";

/** Builds the database that every test file copies: migrated once, by the product's own migrations. */
export async function migrateTemplate(adminUrl: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const owner = await ownerDatabase({ url: databaseUrl(adminUrl, TEMPLATE), tables: [] }).initialize();
  await owner.runMigrations();
  await owner.destroy();
}

/** The same server, another database. */
export function databaseUrl(url: string, database: string): string {
  const one = new URL(url);
  one.pathname = `/${database}`;
  return one.href;
}
