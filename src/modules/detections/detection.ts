import { readIntel } from "../../interop/read";
import { type DetectionFact, IntelRefused } from "../../interop/statement";
import { DomainError, invalid } from "../../platform/errors";
import { type ValueOf, vocabulary } from "../../platform/vocabulary";

export const vantages = vocabulary("Vantage", "From where something was noticed.", {
  NETWORK: [
    "ネットワーク",
    "Network",
    "A sensor on the network: IDS, proxy, firewall.",
    "IDS、プロキシなど網上のセンサー。",
  ],
  ENDPOINT: ["エンドポイント", "Endpoint", "An agent on a device: EDR, antivirus.", "EDRなど端末上のエージェント。"],
  IDENTITY: ["認証基盤", "Identity", "A directory or sign-in service.", "ディレクトリや認証サービス。"],
  CLOUD: ["クラウド", "Cloud", "A cloud provider's own logs.", "クラウド事業者のログ。"],
  HUMAN: ["人", "Human", "A person noticed it.", "人が気づいた。"],
});
export type Vantage = ValueOf<typeof vantages>;

/** What a tool or a person noticed (検知). The alert as it came is kept whole. */
export type Detection = {
  readonly id: string;
  readonly version: number;
  /** Whose tool or person noticed it. */
  readonly organizationId: string;
  readonly accountId: string;
  readonly caseId: string | null;
  /** Null for an imported alert, which does not say. */
  readonly vantage: Vantage | null;
  readonly tool: string | null;
  readonly rule: string | null;
  readonly title: string | null;
  readonly firstSeen: Date | null;
  readonly detectedAt: Date;
  readonly rawAlert: unknown;
  /** The alert's product and its own id there, by which it is known again. */
  readonly sourceId: string | null;
  readonly recordedAt: Date;
  readonly updatedAt: Date;
};

export type DetectionFacts = Pick<
  Detection,
  "vantage" | "tool" | "rule" | "title" | "firstSeen" | "detectedAt" | "rawAlert" | "sourceId"
>;

/** A detection as a tool or a person sends it. What is left out is read from an OCSF alert, where that is one. */
export type GivenDetection = {
  readonly vantage: Vantage;
  readonly tool?: string | null;
  readonly rule?: string | null;
  readonly title?: string | null;
  readonly firstSeen?: Date | null;
  readonly detectedAt?: Date | null;
  readonly rawAlert?: unknown;
};

export const RAW_ALERT_BYTES_MAX = 256 * 1024;

/** The facts of a detection. Refuses, by its path, what is wrong or missing. */
export function detectionFacts(given: GivenDetection, path: string): DetectionFacts {
  const rawAlert = given.rawAlert ?? null;
  const alert = rawAlert === null ? undefined : alertOf(rawAlert, `${path}.rawAlert`);
  const detectedAt = given.detectedAt ?? (alert && new Date(alert.detectedAt));
  if (!detectedAt) throw invalid(`${path}.detectedAt`, "Say when it was detected: the alert does not.");
  return {
    vantage: given.vantage,
    tool: given.tool ?? alert?.tool ?? null,
    rule: given.rule ?? alert?.rule ?? null,
    title: given.title ?? alert?.title ?? null,
    firstSeen: given.firstSeen ?? (alert?.firstSeen === undefined ? null : new Date(alert.firstSeen)),
    detectedAt,
    rawAlert,
    sourceId: alert ? sourceIdOf(alert) : null,
  };
}

/** By which an alert is known again: each product counts its alerts for itself. */
const sourceIdOf = ({ product, id }: DetectionFact): string => JSON.stringify([product ?? null, id]);

/** What an alert of a file says. */
export const factsOf = (alert: DetectionFact): DetectionFacts => ({
  vantage: null,
  tool: alert.tool ?? null,
  rule: alert.rule ?? null,
  title: alert.title,
  firstSeen: alert.firstSeen === undefined ? null : new Date(alert.firstSeen),
  detectedAt: new Date(alert.detectedAt),
  rawAlert: alert.raw,
  sourceId: sourceIdOf(alert),
});

/** What an OCSF Detection Finding (class 2004) says; nothing for an alert of a tool's own form. */
function alertOf(rawAlert: unknown, path: string): DetectionFact | undefined {
  const bytes = Buffer.from(JSON.stringify(rawAlert));
  if (bytes.byteLength > RAW_ALERT_BYTES_MAX) {
    const details = { limit: RAW_ALERT_BYTES_MAX, bytes: bytes.byteLength };
    throw new DomainError("PAYLOAD_TOO_LARGE", "A raw alert has at most 256 KiB.", { field: path, details });
  }
  if (typeof rawAlert !== "object" || rawAlert === null || !("class_uid" in rawAlert)) return undefined;
  const { detections = [], refused } = read(bytes, path);
  const [problem] = refused;
  if (problem) {
    const field = problem.field ? `${path}.${problem.field}` : path;
    throw new DomainError(problem.code, problem.message, { field });
  }
  return detections[0];
}

function read(bytes: Uint8Array, path: string) {
  try {
    return readIntel(bytes);
  } catch (error) {
    if (!(error instanceof IntelRefused)) throw error;
    throw new DomainError(error.code, error.message, {
      field: path,
      ...(error.details ? { details: error.details } : {}),
    });
  }
}
