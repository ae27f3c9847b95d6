import type { ViewerChange } from "../../platform/change";
import type { ItemResult } from "../../platform/items";
import type { Answer } from "../receipts/receipt";

/** What somebody says of one revision of one share that reached its organisation. */
export type ShareResponse = Answer & {
  readonly shareId: string;
  readonly revisionNumber?: number | null;
  readonly [part: string]: unknown;
};

/** A response that was taken, as the parts of it see it. */
export type RespondedShare = {
  /** Its place in the call. */
  readonly index: number;
  readonly shareId: string;
  readonly revisionId: string;
  readonly number: number;
  readonly receiptId: string;
  readonly senderId: string;
  readonly caseId: string | null;
};

/** Something more that a response may hold, and who takes it: verdicts, sightings. */
export type RespondPart<Given> = {
  /** The field of the response that holds it. */
  readonly field: string;
  /**
   * Takes all of a call at once, in statements that do not grow with their number. Results for each response in the order
   * given, each item's `index` being its place in its response.
   */
  take(
    change: ViewerChange,
    given: readonly { readonly response: RespondedShare; readonly items: readonly Given[] }[],
  ): Promise<readonly (readonly ItemResult[])[]>;
};

export type PartResult = ItemResult & { readonly part: string };
export type ResponseResult = ItemResult & { readonly parts: readonly PartResult[] };

/** A sighting that a recipient told the sender with its response: of which item, on which receipt. */
export type ToldSighting = { readonly sightingId: string; readonly receiptId: string; readonly lineageId: string };
