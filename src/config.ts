import path from "node:path";
import { z } from "zod";
import { StartError } from "./platform/start-error";

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** Every setting, from the environment: its range and its default. The README lists the same, with what it means. */
const shape = z.object({
  PORT: whole(0, 65_535).default(4000),
  HOST: z.string().min(1).default("127.0.0.1"),
  SANSHA_DATA_DIR: z.string().min(1).default(".data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, hostname: /.*/ }).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  SANSHA_POOL_SIZE: whole(2, 200).default(10),
  SANSHA_STATEMENT_TIMEOUT_MS: whole(100, 600_000).default(15_000),
  SANSHA_BODY_MAX_BYTES: whole(1_024, 1_073_741_824).default(12_582_912),
  SANSHA_IMPORT_MAX_BYTES: whole(1_024, 1_099_511_627_776).default(1_073_741_824),
  SANSHA_FRAME_MAX_BYTES: whole(1_024, 104_857_600).default(1_048_576),
  SANSHA_UNREAD_MAX_BYTES: whole(65_536, 1_073_741_824).default(67_108_864),
  SANSHA_STREAMS_PER_CONNECTION: whole(1, 10_000).default(50),
  SANSHA_CONNECTIONS_MAX: whole(1, 1_000_000).default(10_000),
  SANSHA_ALLOWED_ORIGINS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  SANSHA_REQUESTS_PER_MINUTE: whole(1, 10_000_000).default(6_000),
  SANSHA_FAILED_AUTHENTICATIONS_PER_MINUTE: whole(1, 1_000_000).default(60),
  SANSHA_PROXIES: whole(0, 10).default(0),
  SANSHA_POLL_MS: whole(10, 60_000).default(100),
});

export type Config = Readonly<z.infer<typeof shape>> & { readonly demo: boolean };

/** The only reader of the environment. A wrong value stops the start with a sentence that names it. */
export function readConfig(env: NodeJS.ProcessEnv, argv: readonly string[]): Config {
  const unknown = argv.find((word) => word !== "--empty" && word !== "--demo");
  if (unknown !== undefined)
    throw new StartError(`${unknown} is not an option of the hub: it knows --empty and --demo.`);
  if (argv.includes("--empty") && argv.includes("--demo"))
    throw new StartError("--empty and --demo exclude each other.");
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new StartError(
      `${issue?.path.join(".") ?? "The environment"} is wrong: ${issue?.message ?? "it does not fit"}. See Configuration in README.md.`,
    );
  }
  const demo = argv.includes("--demo") || (!argv.includes("--empty") && parsed.data.DATABASE_URL === undefined);
  return Object.freeze({ ...parsed.data, SANSHA_DATA_DIR: path.resolve(parsed.data.SANSHA_DATA_DIR), demo });
}
