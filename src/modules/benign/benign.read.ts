import { type ReadModel, extendModel, readModel, withRow } from "../../platform/read/model";
import { type Sql, sql } from "../../platform/sql";
import { indicatorModel } from "../indicators/indicator.read";
import type { BenignList } from "./benign";
import { BenignListTable } from "./benign.table";

/** Whoever is signed in may know what the operator holds for harmless. */
export const benignListModel: ReadModel<BenignList> = readModel<BenignList>({
  name: "BenignList",
  idPrefix: "benign",
  table: BenignListTable,
  access: () => sql`true`,
  columns: {
    id: withRow,
    name: withRow,
    description: withRow,
    listVersion: withRow,
    matching: withRow,
    entries: withRow,
    loadedAt: withRow,
  },
  order: { by: ["loadedAt", "id"], direction: "desc" },
});

const hostOf = (type: Sql, value: Sql): Sql => sql`case ${type} when 'DOMAIN' then ${value}
  when 'URL' then substring(${value} from '^[a-z][a-z0-9+.-]*://(?:[^/@?#]*@)?([^/:?#]+)') end`;

/** A host and all that it is below. */
const above = (host: Sql): Sql => sql`array(select array_to_string(p[n:], '.')
  from (select string_to_array(lower(${host}), '.') as p) h, generate_subscripts(p, 1) n)`;

/** The whole value, its host and those above it, or the network that an address is in: two index look-ups. */
const knownBenign = (type: Sql, value: Sql): Sql => sql`(
  select coalesce(json_agg(json_build_object('list', l.name, 'entry', e.value, 'matching', l.matching)
    order by l.name, e.value), '[]')
  from benign_lists l join (
    select list_id, value, 'WHOLE' as by from benign_entries where value = lower(${value})
    union select list_id, value, 'HOST' from benign_entries where value = any(${above(hostOf(type, value))})
    union select list_id, value, 'NETWORK' from benign_entries
      where network >>= case when ${type} in ('IPV4', 'IPV6') then ${value}::inet end) e on e.list_id = l.id
  where case l.matching when 'STRING' then e.by = 'WHOLE' when 'HOSTNAME' then e.by = 'HOST' else e.by = 'NETWORK' end)`;

extendModel(indicatorModel, {
  computed: { knownBenign: { type: "json", access: withRow, sql: (i) => knownBenign(i("type"), i("value")) } },
});
