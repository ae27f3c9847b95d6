import pino from "pino";

export type Log = {
  readonly info: (facts: object, message: string) => void;
  readonly error: (facts: object, message: string) => void;
};

/** Structured lines on standard error; what is meant for people goes to standard output. No keys, and no values of a statement. */
export const createLog = (level: string): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ["authorization", "key", "secret"],
      serializers: { err: faultOf },
    },
    pino.destination({ dest: 2, sync: true }),
  );

/**
 * What is told of an error. Of a failed statement that is its text, where values are numbers; its parameters and what
 * Postgres adds as detail are what somebody sent, which may be TLP:RED.
 */
function faultOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const { code, query } = error as { code?: unknown; query?: unknown };
  return { name, message, stack, code, query, ...(cause === undefined ? {} : { cause: faultOf(cause) }) };
}
