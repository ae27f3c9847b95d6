import { ArgumentValidationError } from "type-graphql";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { ValidationError } from "class-validator";
import { DomainError, errorCodes } from "../platform/errors";

/** Told of everything that a client only reads as INTERNAL. */
export type Report = (bug: unknown, requestId: string) => void;

/** The only place where an error becomes something that a client reads, on every transport. */
export function formatError(error: unknown, requestId: string, report: Report): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? undefined) : error;
  const place = error instanceof GraphQLError && error.path ? { path: error.path } : {};
  if (cause instanceof DomainError) {
    const { code, field, details } = cause;
    return {
      message: cause.message,
      ...place,
      extensions: { code, ...(field ? { field } : {}), ...(details ? { details } : {}), requestId },
    };
  }
  if (isArgumentError(cause)) {
    const { field, message } = firstWrong(cause.extensions.validationErrors as ValidationError[], "input");
    return { message, ...place, extensions: { code: "INVALID_INPUT", field, requestId } };
  }
  if (error instanceof GraphQLError && (!cause || cause instanceof GraphQLError))
    return ofRequest(error, place, requestId);
  report(error, requestId);
  return {
    message: "Internal error. It is logged under the request id.",
    ...place,
    extensions: { code: "INTERNAL", requestId },
  };
}

/** What graphql-js or the limits say of a request that does not fit the schema. */
function ofRequest(error: GraphQLError, place: object, requestId: string): GraphQLFormattedError {
  const { code, details } = error.extensions;
  const known = typeof code === "string" && code in errorCodes ? code : "INVALID_INPUT";
  const { message, field } = withoutEcho(error.message);
  const where = error.locations ? { locations: error.locations } : {};
  return {
    message,
    ...where,
    ...place,
    extensions: { code: known, ...(field ? { field } : {}), ...(details ? { details } : {}), requestId },
  };
}

const MESSAGE_MAX = 300;

/** graphql-js prints the whole wrong value: the path and the reason are enough, and are no echo of what was sent. */
function withoutEcho(message: string): { message: string; field?: string } {
  const wrong = /^Variable "\$(\w+)" got invalid value [\s\S]*?(?: at "([^"]+)")?; ([\s\S]*)$/.exec(message);
  const short = (text: string) => (text.length > MESSAGE_MAX ? `${text.slice(0, MESSAGE_MAX)}…` : text);
  if (!wrong) return { message: short(message) };
  const field = wrong[2] ?? wrong[1] ?? "";
  return { message: `${field} is wrong: ${short(wrong[3] ?? "")}`, field };
}

const isArgumentError = (error: unknown): error is ArgumentValidationError => error instanceof ArgumentValidationError;

/** The path and the reason of the first wrong field. Neither holds the value. */
function firstWrong(errors: readonly ValidationError[], path: string): { field: string; message: string } {
  const [error] = errors;
  if (!error) return { field: path, message: `${path} is wrong.` };
  const field = /^\d+$/.test(error.property) ? `${path}[${error.property}]` : `${path}.${error.property}`;
  const [reason] = Object.values(error.constraints ?? {});
  if (reason) return { field, message: `${field}: ${reason}.` };
  return firstWrong(error.children ?? [], field);
}
