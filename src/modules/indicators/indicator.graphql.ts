import { ArgsType, Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { enumType } from "../../platform/graphql";
import { LargePageArgs, NodeType, connectionOf } from "../../platform/read/read.graphql";
import { CaseType } from "../cases/case.graphql";
import { type Indicator, indicatorTypeTerms } from "./indicator";
import type { IndicatorType as Kind } from "./indicator.value";

@Directive('@key(fields: "id")')
@ObjectType("Indicator", {
  implements: NodeType,
  simpleResolvers: true,
  description:
    "A value that tells of an attacker (指標): one for each type and value on the hub. It exists for you only through an assertion, a case or a share that you may see.",
})
export class IndicatorType extends NodeType implements Omit<Indicator, "key"> {
  @Field(() => enumType(indicatorTypeTerms), { description: "What kind of value it is." })
  readonly type!: Kind;

  @Field(() => String, {
    description:
      "The value in its one form: refanged, hosts and hashes in lower case, addresses canonical. Live: do not open it.",
  })
  readonly value!: string;
}

export const IndicatorConnection = connectionOf("Indicator", () => IndicatorType);

@ObjectType("CaseCorrelation", {
  simpleResolvers: true,
  description: "Another case that you may see, in which some of the same indicators are said.",
})
export class CorrelationType {
  @Field(() => CaseType, { nullable: true, description: "The other case." })
  readonly case!: CaseType | null;

  @Field(() => Int, {
    description:
      "How many indicators are said in both, counting what you may see and nothing else. Revoked assertions do not count.",
  })
  readonly sharedCount!: number;
}

@ArgsType()
export class IndicatorFilterArgs extends LargePageArgs {
  @Field(() => enumType(indicatorTypeTerms), { nullable: true, description: "Only indicators of this type." })
  readonly type?: Kind | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only the indicator of exactly this value, defanged or not, in whatever type it has: `hxxp://evil[.]example/a`.",
  })
  readonly value?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only those whose value holds this, defanged or not, in any case. Domains, URLs, e-mail addresses and registry keys: from the beginning of a name in it (`evil.ex` is in `c2.evil.example`). File names, mutexes and subjects: any part. Everything else: the beginning.",
  })
  readonly text?: string | null;
}

@ArgsType()
export class IndicatorsArgs extends IndicatorFilterArgs {
  @Field(() => ID, { nullable: true, description: "Only indicators of this case." })
  readonly caseId?: string | null;
}
