import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { type ErrorCode, errorCodes } from "./errors";
import { enumType } from "./graphql";
import { type ItemOutcome, type ItemResult, itemOutcomes } from "./items";

/** The closed list of codes as an enum of the API. */
export const errorCodeValues = Object.fromEntries(Object.keys(errorCodes).map((code) => [code, code])) as Record<
  ErrorCode,
  ErrorCode
>;
registerEnumType(errorCodeValues, {
  name: "ErrorCode",
  description: "What can be wrong. The list is closed.",
  valuesConfig: Object.fromEntries(Object.entries(errorCodes).map(([code, description]) => [code, { description }])),
});

@ObjectType("ItemResult", {
  simpleResolvers: true,
  description: "What became of one item of a call that brought many. A refused item does not hold the others back.",
})
export class ItemResultType implements ItemResult {
  @Field(() => Int, { description: "The item's place in the input, from 0. Results stand in the order of the items." })
  readonly index!: number;

  @Field(() => enumType(itemOutcomes), { description: "Taken, known already, or refused." })
  readonly outcome!: ItemOutcome;

  @Field(() => ID, { nullable: true, description: "What the item made or found. Null when it was refused." })
  readonly id!: string | null;

  @Field(() => errorCodeValues, { nullable: true, description: "What is wrong with it. Null unless it was refused." })
  readonly code!: ErrorCode | null;

  @Field(() => String, { nullable: true, description: "The path of the wrong field, from `input`." })
  readonly field!: string | null;

  @Field(() => String, { nullable: true, description: "Why it was refused, in one sentence." })
  readonly message!: string | null;
}
