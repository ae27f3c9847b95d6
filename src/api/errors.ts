import { ArgumentValidationError } from "type-graphql";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { ValidationError } from "class-validator";
import { DomainError, type ErrorCode, errorCodes } from "../platform/errors";
import { withoutEcho } from "./echo";
import { limitBehind } from "./limits";

/** Told of everything that a client only reads as INTERNAL. */
export type Report = (bug: unknown, requestId: string) => void;

export const MASKED = "Internal error. It is logged under the request id.";

/** The only place where an error becomes something that a client reads, on every transport. */
export function formatError(error: unknown, requestId: string, report: Report): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const told = (code: ErrorCode, message: string, field?: string, details?: unknown): GraphQLFormattedError => ({
    message,
    ...(error instanceof GraphQLError ? placeOf(error) : {}),
    extensions: { code, ...(field ? { field } : {}), ...(details ? { details } : {}), requestId },
  });
  if (cause instanceof DomainError) return told(cause.code, cause.message, cause.field, cause.details);
  if (cause instanceof ArgumentValidationError) {
    const wrong = cause.extensions.validationErrors;
    const { field, message } = firstWrong(wrong, takesInput(error) ? "input" : "");
    return told("INVALID_INPUT", message, field);
  }
  if (error instanceof GraphQLError && isOfRequest(error)) {
    const { field, message } = withoutEcho(error);
    const limit = limitBehind(error);
    if (limit) return told("QUERY_TOO_COMPLEX", message, undefined, limit);
    return told(codeOf(error) ?? "INVALID_INPUT", message, field, error.extensions["details"]);
  }
  report(cause, requestId);
  return told("INTERNAL", MASKED);
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  TIMEOUT: 503,
};
/** The HTTP status of an answer that has nothing but this error. */
export const statusOf = ({ extensions }: GraphQLFormattedError): number =>
  STATUS[extensions?.["code"] as ErrorCode] ?? 400;

const placeOf = ({ locations, path }: GraphQLError) => ({
  ...(locations ? { locations } : {}),
  ...(path ? { path } : {}),
});

/**
 * Whether graphql-js, or a rule of ours, found the request itself wrong. What it finds while it runs one is our own
 * fault, except for an argument that only its variables make wrong.
 */
function isOfRequest(error: GraphQLError): boolean {
  if (error.originalError && !(error.originalError instanceof GraphQLError)) return false;
  return error.path === undefined || error.message.startsWith("Argument ") || codeOf(error) !== undefined;
}

const codeOf = ({ extensions: { code } }: GraphQLError): ErrorCode | undefined =>
  typeof code === "string" && Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : undefined;

/** Mutations take one `input`, which then begins the path of what is wrong in it. */
const takesInput = (error: unknown): boolean =>
  error instanceof GraphQLError &&
  (error.nodes ?? []).some(
    (node) => node.kind === "Field" && node.arguments?.some(({ name }) => name.value === "input"),
  );

/** The path and the reason of the first wrong field. Neither holds the value. */
function firstWrong(errors: readonly ValidationError[], path: string): { field: string; message: string } {
  const [error] = errors;
  if (!error) return { field: path, message: `${path} is wrong.` };
  const { property } = error;
  const field = /^\d+$/.test(property) ? `${path}[${property}]` : path ? `${path}.${property}` : property;
  const [reason] = Object.values(error.constraints ?? {});
  if (reason) return { field, message: `${field}: ${reason}.` };
  return firstWrong(error.children ?? [], field);
}
