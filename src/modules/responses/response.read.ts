import { canSee, canSeeId, extendModel, withRow } from "../../platform/read/model";
import { sql } from "../../platform/sql";
import { receiptModel } from "../receipts/receipt.read";
import { itemModel } from "../revisions/revision.read";
import { sightingAlsoThrough, sightingModel } from "../sightings/sighting.read";

// Whoever sent an indicator sees what its recipients tell of it; recipients do not see each other's. Of an item for named
// persons alone only these do.
sightingAlsoThrough(
  (sighting, me) => sql`(select true from share_sightings t
    where t.sighting_id = ${sighting} and ${canSeeId(receiptModel, me, sql`t.receipt_id`)}
      and ${canSee(itemModel, me, (i) => sql`${i("lineageId")} = t.lineage_id`)} limit 1)`,
);

extendModel(itemModel, {
  relations: {
    sightings: {
      many: () => sightingModel,
      on: (s, i) =>
        sql`${s("id")} in (select t.sighting_id from share_sightings t where t.lineage_id = ${i("lineageId")})`,
      access: withRow,
    },
  },
});
