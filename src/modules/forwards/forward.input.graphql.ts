import { Field, InputType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { ExpectedVersion, IdField, IdempotencyKey, Nested, OptionalText, Text, enumType } from "../../platform/graphql";
import type { Pap, Tlp } from "../../platform/marking";
import { paps, tlps } from "../../platform/marking.vocabulary";
import { ITEMS_MAX, IdList, RECIPIENTS_MAX, SenderFiveWInput } from "../publications/share.input.graphql";
import type { AnswerForwarding, ForwardShare, RequestForwarding } from "./forward.service";

const TO_WHOM =
  "To which organisations. Left out, with a venue: to all its members that you may see. AUDIENCE_TOO_WIDE where the marking does not let you: GREEN to your communities, AMBER to your clients and parts.";

@InputType({ description: "Asks the originator of a share for permission to pass it on." })
export class RequestForwardingInput implements RequestForwarding {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("What reached you. FORBIDDEN where its originator allows no forwarding.")
  readonly shareId!: string;

  @Text({ max: 2_000, description: "What for: the originator decides by it." })
  readonly purpose!: string;

  @IdField("Into which venue.", true)
  readonly venueId?: string | null;

  @IdList(RECIPIENTS_MAX, TO_WHOM)
  readonly recipientIds?: readonly string[] | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: "Until when an answer is needed. Left out: 72 hours." })
  readonly dueAt?: Date | null;
}

@InputType({ description: "The originator's answer." })
export class AnswerForwardingInput implements AnswerForwarding {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("What was asked. FORBIDDEN unless your organisation is the originator.")
  readonly forwardId!: string;

  @ExpectedVersion("forward")
  readonly expectedVersion!: number;

  @Field(() => Boolean, { description: "Whether it may be passed on, to exactly whom was asked for." })
  readonly granted!: boolean;

  @OptionalText({ max: 2_000, description: "Why. Needed to say no." })
  readonly reason?: string | null;
}

@InputType({ description: "Passes on what reached you, in your own name and with your own purpose." })
export class ForwardShareInput implements ForwardShare {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("What reached you.")
  readonly shareId!: string;

  @IdField("The originator's permission, where the share's `forwarding` is ASK. It covers what was asked for.", true)
  readonly forwardId?: string | null;

  @IdField("Into which venue. Left out: as the permission says.", true)
  readonly venueId?: string | null;

  @IdList(RECIPIENTS_MAX, TO_WHOM)
  readonly recipientIds?: readonly string[] | null;

  @OptionalText({ max: 300, min: 1, description: "What it is about. Left out: as the original." })
  readonly subject?: string | null;

  @Nested(() => SenderFiveWInput, { nullable: true, description: "Your own six answers (5W1H): why you pass it on." })
  readonly fiveW?: SenderFiveWInput | null;

  @Field(() => enumType(tlps), { nullable: true, description: "A stricter TLP. AUDIENCE_TOO_WIDE for a freer one." })
  readonly tlp?: Tlp | null;

  @Field(() => enumType(paps), { nullable: true, description: "A stricter PAP. AUDIENCE_TOO_WIDE for a freer one." })
  readonly pap?: Pap | null;

  @IdList(ITEMS_MAX, "Which items, by their `lineageId`. Left out: all that you see and that are not taken back.")
  readonly lineageIds?: readonly string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether to name the originator, where its attribution says MAY. With MUST it is named, with MUST_NOT not.",
  })
  readonly nameSource?: boolean | null;
}
