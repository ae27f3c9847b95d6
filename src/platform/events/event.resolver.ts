import type { GraphQLResolveInfo } from "graphql";
import { Arg, ID, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../context";
import { CursorScalar } from "../graphql";
import { StreamMessageType } from "./event.graphql";
import { eventTypeValues } from "./event.vocabulary";
import type { StreamArgs, StreamMessage } from "./stream";
import { SlowConsumer } from "./subscriber";

type Asked = { readonly args: StreamArgs; readonly context: Context; readonly info: GraphQLResolveInfo };

const open = ({ args, context, info }: Asked) =>
  context.streams.open(context.viewer, args, info, (failure) => {
    if (failure instanceof SlowConsumer) context.cut?.(4418, "Slow consumer: come back with your last position");
  });

@Resolver()
export class EventResolver {
  @Subscription(() => [StreamMessageType], {
    description:
      "What happens to anything that you may see, when you may see it, in one order, at least once, without a gap that is not told. The first message is StreamStarted or Resync.",
    subscribe: open as never,
  })
  events(
    @Root() messages: readonly StreamMessage[],
    @Arg("after", () => CursorScalar, {
      nullable: true,
      description:
        "The last position that you got, or one that came with an answer. CURSOR_INVALID when it is none of this hub's.",
    })
    _after?: string,
    @Arg("caseId", () => ID, { nullable: true, description: "Only what happens in this case." }) _caseId?: string,
    @Arg("types", () => [eventTypeValues], { nullable: true, description: "Only these types of events." })
    _types?: string[],
    @Arg("waitingOnUs", () => Boolean, {
      nullable: true,
      description:
        "Only what happens in a case, or to a thing, where something waits on your organisation at delivery.",
    })
    _waitingOnUs?: boolean,
  ): readonly StreamMessage[] {
    return messages;
  }
}
