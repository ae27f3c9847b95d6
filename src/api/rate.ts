import type { IncomingMessage } from "node:http";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Viewer } from "../platform/context";
import { DomainError } from "../platform/errors";
import type { Authenticates } from "./edge";

export type RateOptions = {
  readonly requestsPerMinute: number;
  readonly failedAuthenticationsPerMinute: number;
};

/**
 * Lets a request in: who is asking, and is it not too much? Whoever sends wrong credentials, or too many requests with
 * a right one, is refused before a credential is hashed or looked up. Counted in this process, for each node.
 */
export class Gate {
  private readonly failures: RateLimiterMemory;
  private readonly requests: RateLimiterMemory;
  /** Credentials that asked for too much, until they may come back. */
  private readonly held = new RateLimiterMemory({ points: 1, duration: 60 });

  constructor(
    private readonly authenticator: Authenticates,
    { requestsPerMinute, failedAuthenticationsPerMinute }: RateOptions,
  ) {
    this.failures = new RateLimiterMemory({ points: failedAuthenticationsPerMinute, duration: 60 });
    this.requests = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  }

  /** The viewer of one more request; undefined without a valid credential. RATE_LIMITED says when to come back. */
  async viewerOf(authorization: unknown, address: string): Promise<Viewer | undefined> {
    if (typeof authorization !== "string") return undefined;
    await this.assertMayTry(address);
    const held = await this.held.get(authorization);
    if (held) throw tooMany("requests with this credential", held);
    const viewer = await this.authenticator.viewerOf(authorization);
    if (!viewer) {
      await this.failures.consume(address).catch(() => undefined); // It is over the limit from now on.
      return undefined;
    }
    try {
      await this.count(viewer);
    } catch (error) {
      if (error instanceof DomainError) await this.held.block(authorization, retryAfterS(error) ?? 1);
      throw error;
    }
    return viewer;
  }

  /** Refuses an address that has sent too many wrong credentials. */
  async assertMayTry(address: string): Promise<void> {
    const failed = await this.failures.get(address);
    if (failed && failed.consumedPoints >= this.failures.points) throw tooMany("wrong credentials", failed);
  }

  /** One more request of a viewer that is known already. */
  async count({ credentialId }: Viewer): Promise<void> {
    try {
      await this.requests.consume(credentialId);
    } catch (error) {
      throw error instanceof RateLimiterRes ? tooMany("requests with this credential", error) : error;
    }
  }
}

function tooMany(what: string, { msBeforeNext }: RateLimiterRes): DomainError {
  const details = { retryAfterS: Math.max(1, Math.ceil(msBeforeNext / 1_000)) };
  return new DomainError("RATE_LIMITED", `Too many ${what}: come back in ${details.retryAfterS} s.`, { details });
}

/** When to come back, where an error says so. */
export function retryAfterS({ details }: DomainError): number | undefined {
  const seconds = details?.["retryAfterS"];
  return typeof seconds === "number" ? seconds : undefined;
}

/**
 * Where a request comes from: the peer, or behind proxies of one's own what the outermost of them saw. An IPv6 host
 * has a whole /64 to choose addresses from, so that counts as one.
 */
export function addressOf({ socket, headers }: IncomingMessage, proxies: number): string {
  const told = headers["x-forwarded-for"] ?? "";
  const seen = [...String(told).split(","), socket.remoteAddress ?? ""].map((one) => one.trim()).filter(Boolean);
  const address = (seen[Math.max(0, seen.length - 1 - proxies)] ?? "").replace(/^::ffff:/, "");
  return address.includes(":") ? networkOf(address) : address;
}

/** The first four of eight groups; "::" stands for as many zeros as are missing. */
function networkOf(address: string): string {
  const [head = [], tail = []] = address.split("::").map((groups) => groups.split(":").filter(Boolean));
  const zeros = address.includes("::") ? Array<string>(Math.max(0, 8 - head.length - tail.length)).fill("0") : [];
  return [...head, ...zeros, ...tail].slice(0, 4).join(":");
}
