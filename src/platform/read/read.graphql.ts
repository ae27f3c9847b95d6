import { ArgsType, Field, ID, Int, InterfaceType, ObjectType } from "type-graphql";
import { CursorScalar } from "../graphql";
import { TYPE_MARK } from "./compile";
import type { ReadRow } from "./selection";

@InterfaceType("Node", {
  description: "Anything that can be read again by its id.",
  resolveType: (row: ReadRow) => String(row[TYPE_MARK]),
})
export abstract class NodeType {
  @Field(() => ID, {
    description: "`<type>_` and 26 characters of Crockford base32: a random UUID (v4). Knowing it gives no access.",
  })
  readonly id!: string;
}

@ObjectType({ simpleResolvers: true, description: "Where a page stands in its list." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether the list goes on." })
  readonly hasNextPage!: boolean;

  @Field(() => CursorScalar, { nullable: true, description: "Give it as `after` to read on. Null on an empty page." })
  readonly endCursor!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "How many rows a list has for you, under its filter." })
export class TotalCount {
  @Field(() => Int, { description: "Counted to 10,000 and no further." })
  readonly value!: number;

  @Field(() => Boolean, { description: "False when there are more than `value`." })
  readonly isExact!: boolean;
}

/** The arguments of every list; `max` is the model's `pageMax`. */
export function pageArgs(max = 100) {
  @ArgsType()
  abstract class PageArgs {
    @Field(() => Int, { defaultValue: 20, description: `How many to serve: 1 to ${max}. PAGE_TOO_LARGE above.` })
    readonly first!: number;

    @Field(() => CursorScalar, {
      nullable: true,
      description:
        "A cursor of the same list, with the same filter: serve what comes after it. CURSOR_INVALID for any other.",
    })
    readonly after?: string | null;
  }
  return PageArgs;
}

@ArgsType()
export class PageArgs extends pageArgs() {}
@ArgsType()
export class LargePageArgs extends pageArgs(500) {}

/** Declares `XConnection` and `XEdge` for a node type. */
export function connectionOf(name: string, node: () => Function) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `A ${name} in its place in a list.` })
  class Edge {
    @Field(() => CursorScalar, { description: "This place, for `after`." })
    readonly cursor!: string;

    @Field(() => node(), { description: "What stands there." })
    readonly node!: unknown;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `One page of a list of ${name}.` })
  class Connection {
    @Field(() => [Edge], { description: "In the order of the list." })
    readonly edges!: readonly Edge[];

    @Field(() => PageInfo, { description: "Whether and where to read on." })
    readonly pageInfo!: PageInfo;

    @Field(() => TotalCount, { description: "How many there are for you. Counted only when asked." })
    readonly totalCount!: TotalCount;
  }
  return Connection;
}
