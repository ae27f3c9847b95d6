/** Every failure that a client can be told about, with what it means. The list is closed; `errorCodes` serves it. */
export const errorCodes = {
  UNAUTHENTICATED: "No credential, or one that is unknown, expired or revoked.",
  FORBIDDEN: "You may read it, but not do this.",
  NOT_FOUND: "It is not there, or not for you: the answer is the same.",
  INVALID_INPUT: "A value is wrong; `field` is the path of the field.",
  STATE_CONFLICT: "The object is in a state that does not allow this; `details` has from, to and what is allowed.",
  VERSION_CONFLICT: "The object has changed since you read it; `details.current` is its present version.",
  IDEMPOTENCY_CONFLICT: "This idempotency key was used for another request.",
  PAGE_TOO_LARGE: "`first` is over the limit of this list; `details.max` is the limit.",
  CURSOR_INVALID: "The cursor is not one of this list, of your organisation, or of this hub.",
  QUERY_TOO_COMPLEX: "The operation asks for more than this hub answers at once; `details` has the limit.",
  RATE_LIMITED: "Too many requests; `details.retryAfterS` says when to come back.",
  TIMEOUT: "The operation took longer than this hub allows.",
  PAYLOAD_TOO_LARGE: "The body, file, frame or field is over its limit; `details` has the limit.",
  UNSUPPORTED: "The hub does not know this format, media type or feature.",
  INTERNAL: "A fault of the hub. It is logged under the request id that you got.",
  TRIANGLE_VIOLATION: "A share claims one or two of speed, accuracy and coverage, each once (V1).",
  LIMITATION_MISSING: "A corner that was given up needs a limitation note (V2).",
  SPEED_WINDOW_PASSED: "Speed may be claimed only within the speed window after the detection (V4).",
  SIX_W_INCOMPLETE: "One of the six answers (5W1H) is missing; `details.missing` names them (V5).",
  DISCLOSURE_FORBIDDEN: "What is shared outside the case needs a clause, a confirmation or a consent (V6).",
  AUDIENCE_TOO_WIDE: "TLP or PAP does not allow this recipient (V7).",
  HANDOFF_INCOMPLETE:
    "A handoff needs summary, severity, expectation, contact and due time; `details.missing` names them (V10).",
  ENDPOINT_NOT_RESOLVED: "The action needs one resolved endpoint; an address alone is not enough (V11).",
  NOT_AUTHORIZED_ACTION: "There is no basis for this action (V12).",
  FALLBACK_NOT_DUE: "The fallback is not due: contacts are left to try, or the wait is not over (V14).",
  FEEDBACK_INCOMPLETE: "Feedback on items names them, and NOT_ADOPTED needs a reason (V18).",
  CASE_NOT_CLOSABLE: "Something is outstanding; `details.outstanding` lists it (V19).",
  PRESERVATION_HOLD: "A preservation hold forbids actions that change this endpoint (V22).",
} as const;
export type ErrorCode = keyof typeof errorCodes;

export type ErrorDetails = { readonly field?: string; readonly details?: Readonly<Record<string, unknown>> };

/** A failure that the client is told about, as it is. Anything else that is thrown is our fault, and masked. */
export class DomainError extends Error {
  readonly field: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { field, details }: ErrorDetails = {},
  ) {
    super(message);
    this.name = "DomainError";
    this.field = field;
    this.details = details;
  }
}

export const notFound = (what: string) => new DomainError("NOT_FOUND", `${what} was not found.`);
export const invalid = (field: string, message: string) => new DomainError("INVALID_INPUT", message, { field });
