import { ArrayMaxSize, IsOptional } from "class-validator";
import { Field, InputType, Int, ObjectType } from "type-graphql";
import type { Meaning } from "../../interop/list/columns";
import type { Format, Ignored } from "../../interop/statement";
import type { ErrorCode } from "../../platform/errors";
import {
  CursorScalar,
  IdField,
  IdempotencyKey,
  OptionalText,
  POSITION_DESCRIPTION,
  enumType,
} from "../../platform/graphql";
import { errorCodeValues } from "../../platform/items.graphql";
import type { Tlp } from "../../platform/marking";
import { tlps } from "../../platform/marking.vocabulary";
import { CaseType } from "../cases/case.graphql";
import { indicatorTypeTerms } from "../indicators/indicator";
import type { IndicatorType } from "../indicators/indicator.value";
import {
  FILE_BYTES_MAX,
  type GivenFile,
  type ImportColumn,
  type ImportRefusal,
  type ImportSummary,
  NAMED_MAX,
  columnMeanings,
  intelFormats,
} from "./import";
import type { ImportIndicators } from "./import.service";

const COLUMNS_MAX = 100;

@ObjectType("ImportRefusal", { simpleResolvers: true, description: "One thing of a file that was not taken, and why." })
export class ImportRefusalType implements ImportRefusal {
  @Field(() => String, {
    description: "Where it stands: a STIX or MISP id, `line 12`, `row 7`, or the path of a JSON value.",
  })
  readonly at!: string;

  @Field(() => errorCodeValues, {
    description:
      "What is wrong. FORBIDDEN: another creator than the first changes an object. STATE_CONFLICT: it comes after a revocation.",
  })
  readonly code!: ErrorCode;

  @Field(() => String, { nullable: true, description: "The field that is to blame, as its format names it." })
  readonly field!: string | null;

  @Field(() => String, { description: "Why, in one sentence." })
  readonly message!: string;

  @Field(() => String, { nullable: true, description: "At most 80 characters of what was there." })
  readonly value!: string | null;
}

@ObjectType("ImportIgnored", {
  simpleResolvers: true,
  description: "What is right in its place but is no indicator, or is known in a newer version: summed up.",
})
export class ImportIgnoredType implements Ignored {
  @Field(() => String, { description: "Where the first stands." })
  readonly at!: string;

  @Field(() => String, { description: "What it is." })
  readonly what!: string;

  @Field(() => Int, { description: "How many." })
  readonly count!: number;
}

@ObjectType("ImportRemark", { simpleResolvers: true, description: "Something that was taken, with a caution." })
export class ImportRemarkType {
  @Field(() => String, { description: "Where it stands." })
  readonly at!: string;

  @Field(() => String, { nullable: true, description: "The field that it is about." })
  readonly field!: string | null;

  @Field(() => String, { description: "What to know." })
  readonly message!: string;
}

@ObjectType("ImportColumn", { simpleResolvers: true, description: "A column of a table, and what it was taken for." })
export class ImportColumnType implements ImportColumn {
  @Field(() => Int, { description: "Its place, from 0." })
  readonly index!: number;

  @Field(() => String, { nullable: true, description: "Its header, where the table has one. At most 80 characters." })
  readonly header!: string | null;

  @Field(() => enumType(columnMeanings), { description: "What it was taken for, or was said to hold." })
  readonly meaning!: Meaning;

  @Field(() => enumType(indicatorTypeTerms), {
    nullable: true,
    description: "The type that all its values have, where its header names one.",
  })
  readonly type!: IndicatorType | null;

  @Field(() => String, { nullable: true, description: "One of its cells. At most 80 characters." })
  readonly example!: string | null;
}

@ObjectType("ImportSummary", {
  simpleResolvers: true,
  description: "What became of a file: what was good is stored, what was not is named.",
})
export class ImportSummaryType implements ImportSummary {
  @Field(() => enumType(intelFormats), { description: "Its format, told by its content." })
  readonly format!: Format;

  @Field(() => String, { description: "Its character encoding, told by its content." })
  readonly encoding!: string;

  @Field(() => String, { nullable: true, description: "Its title, where it has one. At most 80 characters." })
  readonly title!: string | null;

  @Field(() => Int, { description: "Assertions that are new." })
  readonly stored!: number;

  @Field(() => Int, { description: "Assertions that were there and say something else now." })
  readonly updated!: number;

  @Field(() => Int, { description: "Statements that say what is known: all of them, when a file comes again." })
  readonly unchanged!: number;

  @Field(() => Int, { description: "Detections that are new." })
  readonly detections!: number;

  @Field(() => Int, { description: "Detections that were there, and of which their tool says something else by now." })
  readonly detectionsUpdated!: number;

  @Field(() => Int, { description: "Detections that are known, in this word of their tool or in a later one." })
  readonly detectionsUnchanged!: number;

  @Field(() => Int, { description: "How many things were not taken." })
  readonly refusedCount!: number;

  @Field(() => [ImportRefusalType], { description: `They, one by one; the first ${NAMED_MAX}.` })
  readonly refused!: readonly ImportRefusalType[];

  @Field(() => Int, { description: "How many things are no indicators, or known in a newer version." })
  readonly ignoredCount!: number;

  @Field(() => [ImportIgnoredType], { description: "They, summed up." })
  readonly ignored!: readonly ImportIgnoredType[];

  @Field(() => Int, { description: "How many things were taken with a caution." })
  readonly remarkCount!: number;

  @Field(() => [ImportRemarkType], { description: `The cautions; the first ${NAMED_MAX}.` })
  readonly remarks!: readonly ImportRemarkType[];

  @Field(() => [ImportColumnType], {
    nullable: true,
    description: "Of a table: what its columns were taken for. A wrong guess is corrected by `columns` of the input.",
  })
  readonly columns!: readonly ImportColumnType[] | null;

  @Field(() => Boolean, { description: "True where nothing was stored, and this says what would have been." })
  readonly dryRun!: boolean;
}

@InputType({ description: "A file of threat intelligence. Its format is told by its content." })
export class IntelFileInput implements GivenFile {
  @OptionalText({ max: 255, description: "Its name: helps to tell a text (.md, .adoc) from a list. Not kept." })
  readonly filename?: string | null;

  @Field(() => String, {
    description: `Its bytes in base64 (RFC 4648, section 4), so that any encoding comes through. At most ${FILE_BYTES_MAX / 1024 / 1024} MiB of them, also when gzip is inflated (else PAYLOAD_TOO_LARGE). INVALID_INPUT, UNSUPPORTED or PAYLOAD_TOO_LARGE when the file as a whole cannot be taken: then nothing is.`,
  })
  readonly contentBase64!: string;

  @Field(() => enumType(tlps), {
    nullable: true,
    description:
      "TLP 2.0 of what the file does not mark. Left out, what is new takes its case's, and outside a case AMBER_STRICT.",
  })
  readonly defaultTlp?: Tlp | null;

  @IsOptional()
  @ArrayMaxSize(COLUMNS_MAX)
  @Field(() => [enumType(columnMeanings)], {
    nullable: true,
    description: `Of a table: what its columns hold, from the first on; those behind them are left out. At most ${COLUMNS_MAX}. Left out, the hub guesses by headers and cells, and tells its guess in \`summary.columns\`. INVALID_INPUT for JSON and XML.`,
  })
  readonly columns?: readonly Meaning[] | null;
}

@InputType({ description: "Stores what is good in a file, and names what is not." })
export class ImportIndicatorsInput extends IntelFileInput implements ImportIndicators {
  @IdempotencyKey()
  readonly idempotencyKey!: string;

  @IdField("The case to import into: what is said is then said in it. NOT_FOUND when you cannot read it.", true)
  readonly caseId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Tells what would become of the file, and stores nothing: the same idempotencyKey may then be used to store it.",
  })
  readonly dryRun!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "What became of the file." })
export class ImportIndicatorsPayload {
  @Field(() => ImportSummaryType, { description: "What was stored, and what was not." })
  readonly summary!: ImportSummaryType;

  @Field(() => CaseType, { nullable: true, description: "The case that it was imported into." })
  readonly case!: unknown;

  @Field(() => CursorScalar, { nullable: true, description: `${POSITION_DESCRIPTION} Null in a dry run.` })
  readonly position!: unknown;
}
