import type { IndicatorType } from "../../modules/indicators/indicator.value";
import type { Pap, Tlp } from "../../platform/marking";

/** An organisation, as far as whoever exports may know it. */
export type ExportedParty = {
  readonly id: string;
  readonly name: string;
  readonly created: string;
  readonly modified: string;
};

/** Facts of ours that STIX has no place for, by their names there. */
export type Facts = Readonly<Record<string, unknown>>;

/** What is told of anything: by whom, and who may know. Ids are ours; times are UTC. */
type Told = {
  readonly id: string;
  readonly created: string;
  /** When it was last changed, taken back or disputed: what is exported again with another content has a later one. */
  readonly modified: string;
  /** Null where whoever tells it is masked, or not to be seen. */
  readonly by: ExportedParty | null;
  readonly tlp: Tlp;
  readonly pap?: Pap;
};

/** What somebody says of a value, as it leaves the hub. */
export type ExportedStatement = Told & {
  readonly type: IndicatorType;
  readonly value: string;
  readonly name?: string;
  readonly description?: string;
  readonly confidence?: number;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly killChainPhases: readonly string[];
  readonly labels: readonly string[];
  readonly revoked: boolean;
  /** The object that it was imported from, in its source's own terms. */
  readonly source?: { readonly format: string; readonly id: string };
  /** Of an item of a share: what kind it is, what its sender says of it, and why. */
  readonly facts?: Facts;
  /** Why its value should not be blocked unseen. Only asked for where somebody blocks. */
  readonly doubtful?: boolean;
};

/** What is told in words, or has no type of its own in STIX: an item of a share, a detection. */
export type ExportedNote = Told & { readonly text: string; readonly facts: Facts };

/** What an organisation found where it looked for a value. */
export type ExportedSighting = Told & {
  readonly type: IndicatorType;
  readonly value: string;
  readonly result: string;
  readonly count: number;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly note?: string;
};

export type ExportedCase = Told & {
  readonly reference: string;
  readonly title: string;
  readonly summary: string;
  readonly pap: Pap;
  readonly facts: Facts;
  /** What was noticed, without the alerts as they came: those name the victim's machines and people. */
  readonly detections: readonly ExportedNote[];
  readonly sightings: readonly ExportedSighting[];
};

export type ExportedRevision = Told & {
  readonly subject: string;
  readonly text: string | null;
  readonly published: string;
  readonly pap: Pap;
  /** The six answers (5W1H), claims, what was given up, limitations. */
  readonly facts: Facts;
  readonly retracted: boolean;
  /** Items that are words. */
  readonly notes: readonly ExportedNote[];
};
