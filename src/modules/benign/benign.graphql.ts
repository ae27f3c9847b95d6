import { Field, InputType, Int, ObjectType } from "type-graphql";
import { GraphQLDateTime } from "../../platform/date-time";
import { IdempotencyKey, OptionalText, PositionField } from "../../platform/graphql";
import { NodeType, connectionOf } from "../../platform/read/read.graphql";
import type { BenignList } from "./benign";
import type { ImportBenignList } from "./benign.service";

@ObjectType("BenignList", {
  implements: NodeType,
  simpleResolvers: true,
  description: "Values that are known to be harmless, loaded by the operator. A match is a hint, and changes nothing.",
})
export class BenignListType extends NodeType implements Omit<BenignList, "loadedAt"> {
  @Field(() => String, { description: "What it lists." })
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "What a match means." })
  readonly description!: string | null;

  @Field(() => String, { description: "The list's own version." })
  readonly listVersion!: string;

  @Field(() => String, {
    description: "How entries compare: STRING whole values, HOSTNAME a host and those below, CIDR.",
  })
  readonly matching!: BenignList["matching"];

  @Field(() => Int, { description: "How many entries it has." })
  readonly entries!: number;

  @Field(() => GraphQLDateTime, { description: "When it was loaded last." })
  readonly loadedAt!: string;
}
export const BenignListConnection = connectionOf("BenignList", () => BenignListType);

@ObjectType("BenignHint", {
  simpleResolvers: true,
  description: "A list of harmless values holds this indicator, a host that it is below, or its network.",
})
export class BenignHint {
  @Field(() => String, { description: "The name of the list." })
  readonly list!: string;

  @Field(() => String, { description: "The entry that fits." })
  readonly entry!: string;

  @Field(() => String, { description: "How it was compared: STRING, HOSTNAME or CIDR." })
  readonly matching!: string;
}

@InputType({ description: "A list in MISP's warninglist form (name, version, type, list)." })
export class ImportBenignListInput implements ImportBenignList {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @OptionalText({ max: 255, description: "Its name. Not kept." })
  readonly filename?: string | null;

  @Field(() => String, {
    description: "Its bytes in base64 (RFC 4648, section 4): at most 8 MiB, else PAYLOAD_TOO_LARGE.",
  })
  readonly contentBase64!: string;
}

@ObjectType({ simpleResolvers: true, description: "The list as it is now." })
export class ImportBenignListPayload {
  @Field(() => BenignListType, { nullable: true, description: "The list." })
  readonly list!: unknown;

  @Field(() => Int, { description: "How many entries were left out, because they are no networks." })
  readonly leftOut!: number;

  @PositionField()
  readonly position!: unknown;
}
