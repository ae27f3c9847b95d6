import { type ReadModel, type RowOf, canSee, extendModel, readModel, withRow } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import type { Assertion } from "../assertions/assertion";
import { assertionModel, fromAssertions } from "../assertions/assertion.read";
import { caseModel } from "../cases/case.read";
import { type Indicator, keysOf } from "./indicator";
import { otherReasons } from "./indicator.access";
import { IndicatorTable } from "./indicator.table";
import { refang } from "./indicator.value";

export { indicatorAlsoThrough } from "./indicator.access";

// People look for the names in an address, for any part of a sentence, and for the beginning of hashes and the like.
const NAMES = sql`'DOMAIN', 'URL', 'EMAIL', 'REGISTRY_KEY'`;
const SENTENCES = sql`'EMAIL_SUBJECT', 'FILE_NAME', 'MUTEX'`;

/** The index finds what has all the words, the last of them begun; the second condition keeps what holds them together. */
const holdsNames = (value: Sql, text: Sql): Sql =>
  sql`to_tsvector('simple', name_words(${value})) @@ names_query(${text}) and matches_text(${value}, ${text})`;

/** The same by all the bigrams: sentences in Japanese have no words to split. */
const holdsText = (value: Sql, text: Sql): Sql =>
  sql`bigrams(${value}) @> bigrams(${text}) and matches_text(${value}, ${text})`;

const beginsWith = (value: Sql, text: Sql): Sql => sql`
  left(lower(${value}), 64) ~>=~ left(lower(${text}), 64)
  and left(lower(${value}), 64) ~<~ (left(lower(${text}), 64) || chr(1114111))
  and starts_with(lower(${value}), lower(${text}))`;

/** Still said: of an indicator, in a case. A revoked statement holds nothing together. */
const isSaid = (a: RowOf<keyof Assertion & string>, indicator: Sql): Sql =>
  sql`${a("indicatorId")} = ${indicator} and ${a("caseId")} is not null and not ${a("revoked")}`;

/** Sorted by the random id alone: any other order would tell when somebody else first spoke of a value. */
export const indicatorModel: ReadModel<Indicator> = readModel<Indicator>({
  name: "Indicator",
  idPrefix: "ind",
  table: IndicatorTable,
  access: (i, me) =>
    sql`${canSee(assertionModel, me, (a) => sql`${a("indicatorId")} = ${i("id")}`)} or ${otherReasons(i("id"), me)}`,
  columns: { id: withRow, type: withRow, value: withRow },
  relations: {
    assertions: { many: () => assertionModel, by: "indicatorId", access: withRow },
    cases: {
      many: () => caseModel,
      on: (c, i, me) => sql`${c("id")} in (${fromAssertions("caseId", me, (a) => isSaid(a, i("id")))})`,
      access: withRow,
    },
  },
  order: { by: ["id"], direction: "asc" },
  pageMax: 500,
  filters: {
    type: { type: "text", where: (i, type) => sql`${i("type")} = ${type}` },
    value: {
      type: "text[]",
      read: (raw) => keysOf(String(raw)),
      where: (i, keys) => sql`${i("key")} = any(${keys})`,
    },
    text: {
      type: "text",
      read: (text) => refang(String(text)),
      where: (i, text) => sql`(${i("type")} in (${NAMES}) and ${holdsNames(i("value"), text)})
        or (${i("type")} in (${SENTENCES}) and ${holdsText(i("value"), text)})
        or (${i("type")} not in (${NAMES}, ${SENTENCES}) and ${beginsWith(i("value"), text)})`,
    },
    caseId: {
      type: "text",
      where: (i, id, me) =>
        sql`${i("id")} in (${fromAssertions("indicatorId", me, (a) => sql`${a("caseId")} = ${id}`)})`,
    },
  },
});

extendModel(caseModel, {
  relations: {
    indicators: {
      many: () => indicatorModel,
      on: (i, c, me) =>
        sql`${i("id")} in (${fromAssertions("indicatorId", me, (a) => sql`${a("caseId")} = ${c("id")}`)})`,
      access: withRow,
    },
  },
});
extendModel(assertionModel, {
  relations: { indicator: { one: () => indicatorModel, by: "indicatorId", access: withRow } },
});
