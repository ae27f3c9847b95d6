import type { GraphQLResolveInfo } from "graphql";
import { FieldResolver, Info, Resolver, Root } from "type-graphql";
import { EventInterface } from "../../platform/events/event.graphql";
import { type ReadRow, readField } from "../../platform/read/selection";
import { ActorType } from "./account.graphql";

@Resolver(() => EventInterface)
export class EventActorResolver {
  @FieldResolver(() => ActorType, {
    nullable: true,
    description: "Who did it. Null when a due time came, or when the author is hidden.",
  })
  actor(@Root() row: ReadRow, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
