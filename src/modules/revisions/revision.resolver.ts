import type { GraphQLResolveInfo } from "graphql";
import { Args, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { PageArgs } from "../../platform/read/read.graphql";
import { type ReadRow, readField } from "../../platform/read/selection";
import { IndicatorType } from "../indicators/indicator.graphql";
import { ShareType } from "../shares/share.graphql";
import { ItemConnection, ItemsArgs, RevisionConnection, RevisionType } from "./revision.graphql";

@Resolver(() => RevisionType)
export class RevisionResolver {
  @FieldResolver(() => ItemConnection, { description: "All that it says: what it added, changed and carried on." })
  items(@Root() row: ReadRow, @Args(() => ItemsArgs) _args: ItemsArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @FieldResolver(() => ItemConnection, {
    description: "What is different from the revision before: what was added, corrected, confirmed and taken back.",
  })
  diff(@Root() row: ReadRow, @Args(() => ItemsArgs) _args: ItemsArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}

@Resolver(() => IndicatorType)
export class IndicatorDisputeResolver {
  @FieldResolver(() => Boolean, {
    description: "DISPUTED (要確認): whether it is so in the newest revision of a share that you see.",
  })
  disputed(@Root() row: ReadRow, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}

@Resolver(() => ShareType)
export class ShareRevisionResolver {
  @FieldResolver(() => RevisionConnection, { description: "Its revisions, the newest first." })
  revisions(@Root() row: ReadRow, @Args(() => PageArgs) _args: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @FieldResolver(() => RevisionType, { nullable: true, description: "The newest revision; of a draft, the draft." })
  latestRevision(@Root() row: ReadRow, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }

  @FieldResolver(() => ItemConnection, { description: "The items of the newest revision." })
  items(@Root() row: ReadRow, @Args(() => ItemsArgs) _args: ItemsArgs, @Info() info: GraphQLResolveInfo) {
    return readField(row, info);
  }
}
