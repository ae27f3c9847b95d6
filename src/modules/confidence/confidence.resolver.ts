import type { GraphQLResolveInfo } from "graphql";
import { FieldResolver, Info, Resolver, Root } from "type-graphql";
import { type ReadRow, readField } from "../../platform/read/selection";
import { IndicatorType } from "../indicators/indicator.graphql";
import { ConfidenceType } from "./confidence.graphql";
import "./confidence.read";

@Resolver(() => IndicatorType)
export class IndicatorConfidenceResolver {
  @FieldResolver(() => ConfidenceType, {
    nullable: true,
    description: "How sure one can be of it now. Null when nobody states anything that you may see.",
  })
  confidence(@Root() row: ReadRow, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
