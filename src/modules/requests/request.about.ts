import type { ViewerChange } from "../../platform/change";
import { DomainError, invalid } from "../../platform/errors";
import { prefixOf } from "../../platform/ids";
import { tableOf } from "../../platform/read/compile";
import { type ReadModel, scopeOf, visibleRows } from "../../platform/read/model";
import { assertVisible } from "../../platform/read/reader";
import { bind, run, sql } from "../../platform/sql";
import { indicatorModel } from "../indicators/indicator.read";
import { itemModel } from "../revisions/revision.read";
import type { Share } from "../shares/share";
import { shareModel } from "../shares/share.read";
import { findShare } from "../shares/share.store";

const FIELD = "input.aboutId";

/** What a question is about, where its asker names more than a case. */
export type About = {
  readonly subjectType: string;
  readonly subjectId: string;
  /** The share that it is, or that it is an item of: its sender is asked. Null for what has no sender. */
  readonly share: Share | null;
  /** It is for named persons alone. */
  readonly namedOnly: boolean;
};

/** Shares and items, by the prefix of their ids, with the property that names the share. */
const ofShares: Readonly<Record<string, { readonly model: ReadModel; readonly shareId: string } | undefined>> = {
  share: { model: shareModel, shareId: "id" },
  sitem: { model: itemModel, shareId: "shareId" },
};

/** What an id names, for somebody who sees it: what is unseen and what is not there are the same NOT_FOUND. */
export async function findAbout(change: ViewerChange, id: string): Promise<About> {
  const kind = ofShares[prefixOf(id)];
  if (kind) return inShare(change, kind, id);
  if (prefixOf(id) !== indicatorModel.idPrefix) {
    const message =
      "Ask about a share, an item of one or an indicator. A case is named by caseId, a handoff has requestHandoffInfo.";
    throw invalid(FIELD, message);
  }
  await assertVisible(change.tx, change.viewer, indicatorModel, [id], FIELD);
  return { subjectType: indicatorModel.name, subjectId: id, share: null, namedOnly: false };
}

async function inShare(
  { tx, viewer }: ViewerChange,
  { model, shareId }: NonNullable<(typeof ofShares)[string]>,
  id: string,
): Promise<About> {
  const { alias, column } = tableOf(model);
  const seen = visibleRows(model, alias, scopeOf(viewer), (row) => sql`${row("id")} = ${bind(id, "text")}`);
  const [found] = await run<{ shareId: string; tlp: Share["tlp"] }>(
    tx,
    `ask about ${model.name}`,
    sql`select ${column(shareId)} as "shareId", ${column("tlp")} as tlp from ${seen}`,
  );
  if (!found) throw new DomainError("NOT_FOUND", `${model.name} was not found.`, { field: FIELD });
  const share = await findShare(tx, found.shareId);
  return { subjectType: model.name, subjectId: id, share, namedOnly: share.namedOnly || found.tlp === "RED" };
}

/** The sender of what is asked about. Nobody names it, so that no masked sender is found out by trying. */
export function senderToAsk({ viewer }: ViewerChange, share: Share, named: string | null | undefined): string {
  if (named != null) throw invalid("input.addresseeId", "Leave it out: of a share its sender is asked.");
  if (share.senderId === viewer.organizationId) throw invalid(FIELD, "Ask another organisation: this share is yours.");
  return share.senderId;
}

/**
 * A question about a share is in the case that the share was sent from, or in none. One to a masked sender is in none:
 * who takes part in the case, and when it leaves, would tell who that is.
 */
export function assertAskedInCaseOf(share: Share, caseId: string): void {
  const field = "input.caseId";
  if (share.senderMasked) throw invalid(field, "Leave it out: a masked sender is asked outside of the case.");
  if (share.caseId !== caseId) throw invalid(field, "The share was not sent from this case.");
}
