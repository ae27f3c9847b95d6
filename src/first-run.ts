import type { Config } from "./config";
import type { Hub } from "./hub";

/** Placed here while the modules it calls are written. */
export async function firstRun(_hub: Hub, _config: Config, _say: (line: string) => void): Promise<void> {}
