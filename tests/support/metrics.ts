import type { Asker } from "./asker";

const LONG_AGO = "2020-01-01T00:00:00Z";
const FAR_AWAY = "2100-01-01T00:00:00Z";

/** What the metrics of sharing say of all senders together, or of one, to somebody. */
export async function metricsFor<T>(
  who: Pick<Asker, "get">,
  selection: string,
  senderId: string | null = null,
): Promise<T | undefined> {
  type Row = { readonly senderId: string | null } & Record<string, unknown>;
  const { sharingMetrics } = await who.get<{ sharingMetrics: readonly Row[] }>(
    `query ($from: DateTime!, $until: DateTime!) { sharingMetrics(from: $from, until: $until) { senderId ${selection} } }`,
    { from: LONG_AGO, until: FAR_AWAY },
  );
  const found = sharingMetrics.find((row) => row.senderId === senderId);
  if (!found) return undefined;
  const { senderId: _, ...rest } = found;
  return rest as T;
}
