import { Field, ID, Int, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { GraphQLDateTime } from "../date-time";
import { CursorScalar, enumType } from "../graphql";
import { TYPE_MARK } from "../read/compile";
import { NodeType } from "../read/read.graphql";
import type { ReadRow } from "../read/selection";
import { vocabulary } from "../vocabulary";
import { eventTypeDescriptions, eventTypeValues } from "./event.vocabulary";

export const startOutcomes = vocabulary("StartOutcome", "How a stream of events began.", {
  FRESH: ["新規", "Fresh", "No `after` was given: the stream begins now.", "`after` の指定なし。いまから始まる。"],
  CONTINUED: [
    "継続",
    "Continued",
    "The stream goes on after your position; no event is missing.",
    "指定位置の続きから。欠落はない。",
  ],
});
export const resyncReasons = vocabulary("ResyncReason", "Why a stream could not go on where you were.", {
  TRIMMED: [
    "保存期間切れ",
    "Trimmed",
    "Events after your position were removed by retention.",
    "指定位置以降のイベントが保存期間を過ぎて削除された。",
  ],
  EPOCH_CHANGED: [
    "世代変更",
    "Epoch changed",
    "The hub's database was restored: positions of before are void.",
    "データベースが復元され、以前の位置は無効になった。",
  ],
  FUTURE: [
    "未来の位置",
    "Future",
    "Your position is ahead of the log, as after a restore of an older backup.",
    "位置がログより先にある（古いバックアップからの復元など）。",
  ],
  SCOPE_CHANGED: [
    "範囲変更",
    "Scope changed",
    "The position was given to another organisation.",
    "位置は別の組織に渡されたもの。",
  ],
});

registerEnumType(eventTypeValues, {
  name: "EventType",
  description: "What happened: the type of an event.",
  valuesConfig: eventTypeDescriptions,
});

const kindOf = (row: ReadRow): string => String(row[TYPE_MARK] ?? row["__typename"]);

@InterfaceType("StreamMessage", {
  description: "What a stream of events brings: StreamStarted or Resync first, then events and Gone, in one order.",
  resolveType: kindOf,
})
export abstract class StreamMessageType {
  @Field(() => CursorScalar, { description: "Keep the last one: given as `after`, the stream goes on behind it." })
  readonly position!: string;
}

@InterfaceType("Event", {
  implements: StreamMessageType,
  description:
    "Something that happened to an object that you may see. It holds no values: read what you need in `subject` or `case`, as they are now.",
  resolveType: kindOf,
})
export abstract class EventInterface extends StreamMessageType {
  @Field(() => ID, { description: "The same when an event is delivered twice: drop what you have seen." })
  readonly id!: string;

  @Field(() => eventTypeValues, { description: "What happened." })
  readonly type!: string;

  @Field(() => GraphQLDateTime, { description: "When, by the hub's database. Never an order: that is `position`." })
  readonly at!: string;

  @Field(() => NodeType, { nullable: true, description: "What it happened to, as it is now." })
  readonly subject!: unknown;

  @Field(() => [String], { description: "The fields of the subject that changed, without those that you may not see." })
  readonly changed!: readonly string[];

  @Field(() => Int, {
    nullable: true,
    description:
      "The subject's version after the change: ignore what is not newer than what you show. Null for what has no version.",
  })
  readonly version!: number | null;
}

@ObjectType("StreamStarted", {
  implements: StreamMessageType,
  simpleResolvers: true,
  description: "The first message of a stream that has no gap.",
})
export class StreamStartedType extends StreamMessageType {
  @Field(() => enumType(startOutcomes), { description: "FRESH without `after`, else CONTINUED." })
  readonly outcome!: string;
}

@ObjectType("Resync", {
  implements: StreamMessageType,
  simpleResolvers: true,
  description:
    "The first message of a stream that could not go on: read anew what you show, and go on from `position`.",
})
export class ResyncType extends StreamMessageType {
  @Field(() => enumType(resyncReasons), { description: "Why." })
  readonly reason!: string;
}

@ObjectType("Gone", {
  implements: StreamMessageType,
  simpleResolvers: true,
  description: "You saw this object before, and may no longer: remove it from what you show.",
})
export class GoneType extends StreamMessageType {
  @Field(() => ID, { description: "Whose." })
  readonly id!: string;
}

const eventTypes: Function[] = [StreamStartedType, ResyncType, GoneType];
/** The types that only an interface leads to, for the build of the schema. */
export const streamTypes = (): readonly Function[] => eventTypes;

/** Declares `<Name>Event`, whose field `as` is the subject with its own type. */
export function eventOf(name: string, as?: { readonly field: string; readonly type: () => Function }): Function {
  @ObjectType(`${name}Event`, {
    implements: [StreamMessageType, EventInterface],
    simpleResolvers: true,
    description: `Something happened to a ${name}.`,
  })
  class ModuleEvent extends EventInterface {}
  if (as) {
    const description = `The ${name} as it is now; null when you may not see it.`;
    Field(() => as.type(), { nullable: true, description })(ModuleEvent.prototype, as.field);
  }
  eventTypes.push(ModuleEvent);
  return ModuleEvent;
}
