import type { FileReader } from "../../interop/apart/reader";
import { charactersOf } from "../../interop/parts";
import { excerpt } from "../../interop/report";
import type { Meaning } from "../../interop/list/columns";
import {
  type Column,
  type Format,
  type Ignored,
  type IndicatorType,
  IntelRefused,
  type ReadResult,
  type Refusal,
  type Remark,
} from "../../interop/statement";
import { DomainError, type ErrorCode, invalid } from "../../platform/errors";
import { vocabulary } from "../../platform/vocabulary";
import type { Said } from "../assertions/assertion.record";
import type { Withdrawn } from "../assertions/assertion.withdraw";

type Terms = Readonly<Record<Format, readonly [string, string, string, string]>>;
const named = {
  STIX_2_1: ["STIX 2.1", "STIX 2.1", "A bundle of STIX 2.1.", "STIX 2.1のバンドル。"],
  STIX_2_0: ["STIX 2.0", "STIX 2.0", "A bundle of STIX 2.0.", "STIX 2.0のバンドル。"],
  MISP_EVENT: ["MISPイベント", "MISP event", "One or more events of MISP.", "MISPのイベント。"],
  MISP_FEED_MANIFEST: [
    "MISPフィード目録",
    "MISP feed manifest",
    "The list of events of a MISP feed.",
    "MISPフィードの目録。",
  ],
  OPENIOC: ["OpenIOC", "OpenIOC", "An OpenIOC document.", "OpenIOC文書。"],
  CSV: ["CSV", "CSV", "A table, its columns told by header and content.", "表形式。列は見出しと内容から判別する。"],
  PLAIN_LIST: ["一覧", "Plain list", "One value a line.", "1行1値の一覧。"],
  PROSE: ["文章", "Prose", "A text, of which what is defanged or a hash is taken.", "文章から抽出した指標。"],
  OCSF_DETECTION_FINDING: [
    "OCSF検知",
    "OCSF detection finding",
    "Detection findings of OCSF (class 2004).",
    "OCSFのDetection Finding（クラス2004）。",
  ],
  WARNINGLIST: ["警告リスト", "Warning list", "Values that are known to be harmless.", "無害と知られた値の一覧。"],
  MARKING_TAXONOMY: ["マーキング分類", "Marking taxonomy", "A taxonomy of TLP or PAP.", "TLPまたはPAPの分類体系。"],
} as const satisfies Terms;
export const intelFormats = vocabulary("IntelFormat", "A format of threat intelligence, told by content.", named);

type Meanings = Readonly<Record<Meaning, readonly [string, string, string, string]>>;
const held = {
  VALUE: ["値", "Value", "Indicators, of the type that the header or the value shows.", "指標の値。"],
  TYPE: ["種別", "Type", "The type of the value in the same row.", "同じ行の値の種別。"],
  DESCRIPTION: ["説明", "Description", "What is known of the value.", "値についての説明。"],
  NAME: ["名称", "Name", "What the value belongs to: a family, a campaign.", "値に付けられた名称。"],
  CONFIDENCE: ["確信度", "Confidence", "How sure, 0 to 100.", "確信度（0～100）。"],
  VALID_FROM: ["有効開始", "Valid from", "From when the value tells of the attacker.", "有効期間の開始。"],
  VALID_UNTIL: ["有効期限", "Valid until", "Until when.", "有効期間の終了。"],
  TLP: ["TLP", "TLP", "The TLP of the row.", "行のTLP。"],
  PAP: ["PAP", "PAP", "The PAP of the row.", "行のPAP。"],
  LABEL: ["ラベル", "Labels", "Words to find the value by.", "検索用のラベル。"],
  TO_IDS: [
    "検知対象",
    "Meant for detection",
    "Whether MISP means the value for detection (to_ids).",
    "MISPのto_ids（検知に使うかどうか）。",
  ],
  NOT_OF_ATTACKER: [
    "攻撃者以外",
    "Not of the attacker",
    "Addresses and names of one's own side, and links to reports: counted, and no indicators.",
    "自組織・被害側の値や報告書のリンク。数えるだけで指標にはしない。",
  ],
  IGNORED: ["対象外", "Ignored", "Nothing that is read.", "読み込まない列。"],
} as const satisfies Meanings;
export const columnMeanings = vocabulary("ColumnMeaning", "What a column of a table holds.", held);

export type GivenFile = {
  readonly filename?: string | null;
  readonly contentBase64: string;
  readonly columns?: readonly Meaning[] | null;
};

export const FILE_BYTES_MAX = 8 * 1024 * 1024;
export const NAMED_MAX = 1_000;

/** What became of a file, item by item where an item was refused. */
export type ImportSummary = {
  readonly format: Format;
  readonly encoding: string;
  readonly title: string | null;
  readonly stored: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly detections: number;
  readonly detectionsUpdated: number;
  readonly detectionsUnchanged: number;
  readonly refusedCount: number;
  readonly refused: readonly ImportRefusal[];
  readonly ignoredCount: number;
  readonly ignored: readonly Ignored[];
  readonly remarkCount: number;
  readonly remarks: readonly (Omit<Remark, "field"> & { readonly field: string | null })[];
  /** Of a table: what its columns were taken for. */
  readonly columns: readonly ImportColumn[] | null;
  readonly dryRun: boolean;
};
export type ImportColumn = {
  readonly index: number;
  readonly header: string | null;
  readonly meaning: Meaning;
  readonly type: IndicatorType | null;
  readonly example: string | null;
};
export type ImportRefusal = {
  readonly at: string;
  readonly code: ErrorCode;
  readonly field: string | null;
  readonly message: string;
  readonly value: string | null;
};

/** Reads a file that a client sent. What is wrong with the file as a whole is refused by the field that holds it. */
export async function readFileOf(
  reader: FileReader,
  { filename, contentBase64, columns }: GivenFile,
  path: string,
): Promise<ReadResult> {
  const field = `${path}.contentBase64`;
  const bytes = bytesOf(contentBase64, field);
  try {
    return await reader.read(bytes, { ...(filename ? { filename } : {}), ...(columns ? { columns } : {}) });
  } catch (error) {
    if (!(error instanceof IntelRefused)) throw error;
    throw new DomainError(error.code, error.message, { field, ...(error.details ? { details: error.details } : {}) });
  }
}

/** A file whose indicators are to be kept. */
export async function readGiven(reader: FileReader, given: GivenFile, path: string): Promise<ReadResult> {
  const field = `${path}.contentBase64`;
  const read = await readFileOf(reader, given, path);
  if (read.benignLists && read.benignLists.length > 0) {
    const message =
      "The file is a list of values that are known to be harmless: the operator loads it, by importBenignList or as a file that is sent to /import.";
    throw new DomainError("UNSUPPORTED", message, { field });
  }
  const weight = read.statements.reduce((sum, statement) => sum + charactersOf(statement), 0);
  if (weight <= WEIGHT_MAX) return read;
  const message = "The file says a few long things of very many values: it would grow beyond what is stored at once.";
  throw new DomainError("PAYLOAD_TOO_LARGE", message, { field, details: { limit: WEIGHT_MAX, characters: weight } });
}

/** One pattern can name a thousand values, and each would carry the description of them all. */
const WEIGHT_MAX = 32 * 1024 * 1024;

function bytesOf(base64: string, field: string): Buffer {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64))
    throw invalid(field, "The content is base64 (RFC 4648, section 4), without line breaks and with its padding.");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.byteLength <= FILE_BYTES_MAX) return bytes;
  const details = { limit: FILE_BYTES_MAX, bytes: bytes.byteLength };
  throw new DomainError("PAYLOAD_TOO_LARGE", "A file has at most 8 MiB.", { field, details });
}

/** What became of the detections of a file. */
export type Recorded = {
  readonly recorded: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: readonly (Omit<Refusal, "code"> & { readonly code: ErrorCode })[];
};
/** What became of what a file says, one by one in its order. */
export type Taken = {
  readonly said: readonly Said[];
  readonly withdrawn: readonly Withdrawn[];
  readonly detections: Recorded;
};

/** What is told of a file that was stored, statement by statement. */
export function summaryOf(read: ReadResult, { said, withdrawn, detections }: Taken): ImportSummary {
  const fates: readonly { readonly fate: Said["fate"] }[] = [...said, ...withdrawn];
  const count = (fate: Said["fate"]) => fates.filter((one) => one.fate === fate).length;
  const refused: ImportRefusal[] = [...read.refused, ...detections.refused].map((one) => ({
    ...one,
    field: one.field ?? null,
    value: one.value ?? null,
  }));
  refused.push(...refusalsOf(said, read.statements), ...refusalsOf(withdrawn, read.withdrawals));
  const outdated = count("OUTDATED");
  const ignored = [
    ...read.ignored,
    ...(outdated > 0
      ? [{ at: "the file", what: "an older version of what is known in a newer one", count: outdated }]
      : []),
  ];
  return {
    format: read.format,
    encoding: read.encoding,
    title: read.title === undefined ? null : excerpt(read.title),
    stored: count("ADDED"),
    updated: count("CHANGED"),
    unchanged: count("UNCHANGED"),
    detections: detections.recorded,
    detectionsUpdated: detections.updated,
    detectionsUnchanged: detections.unchanged,
    refusedCount: refused.length,
    refused: refused.slice(0, NAMED_MAX),
    ignoredCount: ignored.reduce((sum, one) => sum + one.count, 0),
    ignored: ignored.slice(0, NAMED_MAX),
    remarkCount: read.remarks.length,
    remarks: read.remarks.slice(0, NAMED_MAX).map((remark) => ({ ...remark, field: remark.field ?? null })),
    columns: read.columns?.map(columnOf) ?? null,
    dryRun: false,
  };
}

type Refused = { readonly fate: string; readonly error?: DomainError };

/** What the hub would not take of a file that is sound by itself, each where it stands. */
export const refusalsOf = (
  fates: readonly Refused[],
  items: readonly { readonly at: string; readonly value?: string }[],
): readonly ImportRefusal[] =>
  fates.flatMap(({ error }, i) => {
    const item = items[i];
    if (!error || !item) return [];
    const { code, message, field = null } = error;
    return [{ at: item.at, code, field, message, value: item.value === undefined ? null : excerpt(item.value) }];
  });

const columnOf = ({ index, header, meaning, type, example }: Column): ImportColumn => ({
  index,
  header: header ?? null,
  meaning,
  type: type ?? null,
  example: example ?? null,
});
