import { type GraphQLObjectType, isIntrospectionType, isObjectType } from "graphql";
import { type Services, schemasOf } from "../../src/app";
import { errorCodes } from "../../src/platform/errors";
import { eventsAbout } from "../../src/platform/events/event.read";
import { type ReadModel, nodeModels } from "../../src/platform/read/model";
import { audienceModel } from "../../src/modules/disclosures/audience.read";
import { receiptedModel } from "../../src/modules/feedback/feedback.read";
import { meModel } from "../../src/modules/accounts/account.read";
import { type Verbs, verbTables } from "../../src/platform/verbs";

/** What `node` does not serve and no other row leads to: only a field of the root does. */
const ROOTS = [meModel, audienceModel([]), receiptedModel] as const;

const { plain } = schemasOf({} as Services);
const types = Object.values(plain.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type),
);
const fieldsOf = (type: string) => Object.keys((plain.getType(type) as GraphQLObjectType).getFields());

const unruled = (mutations: readonly string[], tables: ReadonlyMap<string, Verbs>) => {
  const verbs = new Set([...tables.values()].flatMap((table) => Object.keys(table)));
  return {
    mutations: mutations.filter((name) => !verbs.has(name)),
    verbs: [...verbs].filter((name) => !mutations.includes(name)),
  };
};

test("every mutation has a row in a table of verbs: nothing can be done that no rule names", () => {
  expect(fieldsOf("Mutation").length).toBeGreaterThan(20); // It does see them.
  expect(unruled(fieldsOf("Mutation"), verbTables())).toEqual({ mutations: [], verbs: [] });
});

test("a mutation without a rule, and a rule without a mutation, are found", () => {
  const tables = new Map([["Case", { moveCase: { roles: [], sides: [] }, burnCase: { roles: [], sides: [] } }]]);
  expect(unruled(["moveCase", "dropCase"], tables)).toEqual({ mutations: ["dropCase"], verbs: ["burnCase"] });
});

test("there is one subscription, and its events are read through the rules of their subjects", () => {
  expect(fieldsOf("Subscription")).toEqual(["events"]);
});

/**
 * Types that are no row: what stands inside of a row, what came of a call, what was counted of rows that the viewer
 * sees. Whatever else is served is declared in a read model.
 */
const VALUES = new Set([
  ...["Query", "Mutation", "Subscription", "PageInfo", "TotalCount", "VocabularyTerm", "ErrorCodeTerm"],
  ...["StreamStarted", "Resync", "Gone"],
  ...["AgreementTarget", "AssertionSource", "CarriedOver", "CoverageWindow", "ExternalReference", "Limitation"],
  ...["OrganizationContact", "Question"],
  ...["ImportIgnored", "ImportRefusal", "ImportColumn", "ImportRemark", "ImportSummary", "ItemResult"],
  ...["ResponsePartResult", "ShareResponseResult"],
  ...["BenignHint", "Confidence"],
  ...["ClaimsRate", "FalsePositiveMetrics", "FirstShareMetrics", "LoopMetrics", "ReasonCount", "SharingMetrics"],
  ...["SightingSummary", "UseMetrics"],
]);
const isPage = (name: string) => /(Connection|Edge|Payload)$/.test(name);

/** All declarations that can be reached: from what `node` serves and what the root serves, along their relations. */
const readModels = (() => {
  const known = new Set<ReadModel>();
  const reach = (model: ReadModel): void => {
    if (known.has(model)) return;
    known.add(model);
    for (const relation of Object.values(model.relations)) {
      if ("one" in relation) reach(relation.one());
      else if ("many" in relation) reach(relation.many());
      else if ("list" in relation) reach(relation.list());
      else if ("any" in relation) relation.any.forEach(({ one }) => reach(one()));
      else [...relation.of().values()].forEach(reach);
    }
  };
  [...nodeModels(), ...(ROOTS as readonly unknown[] as readonly ReadModel[])].forEach(reach);
  return [...known];
})();

/** The declarations behind a type: several when one table is served as several types, or in several ways. */
function modelsOf(name: string): readonly ReadModel[] {
  const subject = /^(\w+)Event$/.exec(name)?.[1];
  if (subject) return [eventsAbout(new Set([subject]))];
  return readModels.filter((model) => [model.name, ...Object.values(model.variants?.types ?? {})].includes(name));
}
const declares = ({ columns, computed, relations }: ReadModel, field: string) =>
  columns[field] !== undefined || computed[field] !== undefined || relations[field] !== undefined;

test("every object that is served is declared in a read model, with who may see it", () => {
  const rows = types.map(({ name }) => name).filter((name) => !isPage(name) && !VALUES.has(name));
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((name) => modelsOf(name).length === 0)).toEqual([]);
  expect([...VALUES].filter((name) => !plain.getType(name) || modelsOf(name).length > 0)).toEqual([]);
});

test("every field of a row is declared, with who may see it", () => {
  const fields = types.flatMap(({ name }) => fieldsOf(name).map((field) => [name, field] as const));
  const undeclared = fields.filter(([name, field]) => {
    const models = modelsOf(name);
    return models.length > 0 && !models.some((model) => declares(model, field));
  });
  expect(undeclared.map((path) => path.join("."))).toEqual([]);
});

test("the list of error codes is closed, and the API knows each by its name", () => {
  const published = plain.getType("ErrorCode");
  const names = published && "getValues" in published ? published.getValues().map(({ name }) => name) : [];
  expect([...names].sort()).toEqual(Object.keys(errorCodes).sort());
});
