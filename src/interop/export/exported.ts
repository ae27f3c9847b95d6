import type { IndicatorType } from "../../modules/indicators/indicator.value";
import type { Pap, Tlp } from "../../platform/marking";

/** An organisation, as far as whoever exports may know it. */
export type ExportedParty = { readonly id: string; readonly name: string };

/** What somebody says of a value, as it leaves the hub. Ids are ours; times are UTC. */
export type ExportedStatement = {
  readonly id: string;
  readonly created: string;
  readonly modified: string;
  readonly by: ExportedParty | null;
  readonly type: IndicatorType;
  readonly value: string;
  readonly name?: string;
  readonly description?: string;
  readonly confidence?: number;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly tlp: Tlp;
  readonly pap?: Pap;
  readonly killChainPhases: readonly string[];
  readonly labels: readonly string[];
  readonly revoked: boolean;
  /** The object that it was imported from, in its source's own terms. */
  readonly source?: { readonly format: string; readonly id: string };
};

/** Facts of ours that STIX has no place for, by their names there. */
export type Facts = Readonly<Record<string, unknown>>;

export type ExportedCase = {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly summary: string;
  readonly created: string;
  readonly by: ExportedParty | null;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly facts: Facts;
};

export type ExportedRevision = {
  readonly id: string;
  readonly subject: string;
  readonly text: string | null;
  readonly created: string;
  readonly published: string;
  /** Null where the sender is masked. */
  readonly by: ExportedParty | null;
  readonly tlp: Tlp;
  readonly pap: Pap;
  /** The six answers (5W1H), claims, what was given up, limitations. */
  readonly facts: Facts;
  readonly retracted: boolean;
  /** Items that are words. */
  readonly notes: readonly {
    readonly id: string;
    readonly text: string;
    readonly tlp: Tlp;
    readonly pap: Pap;
    readonly facts: Facts;
  }[];
};
