import pino from "pino";

export type Log = {
  readonly info: (line: object, message: string) => void;
  readonly error: (line: object, message: string) => void;
};

/** Structured lines on standard error; what is meant for people goes to standard output. No secrets: keys never reach a line. */
export const createLog = (level: string): Log =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ["authorization", "key", "secret"] },
    pino.destination({ dest: 2, sync: true }),
  );
