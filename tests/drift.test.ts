import { type World, openWorld } from "./support/world";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Tables that are SQL only: TypeORM does not know xid8, and the platform's own tables have no entity. */
const SQL_ONLY = /"(events|hub|audit|idempotency_keys|jobs|migrations)"/;

const pending = async () =>
  (await world.db.driver.createSchemaBuilder().log()).upQueries
    .map(({ query }) => query)
    .filter((query) => !SQL_ONLY.test(query));

test("the tables are what the migrations built", async () => {
  expect(await pending()).toEqual([]);
});

test("a column that no entity has is found", async () => {
  await world.asOwner("alter table cases add column planted text");
  expect(await pending()).toEqual(['ALTER TABLE "cases" DROP COLUMN "planted"']);
  await world.asOwner("alter table cases drop column planted");
});
