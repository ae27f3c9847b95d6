/** An error that the operating system gave, as Node reports it. */
export type SystemError = { readonly code: string; readonly message: string };

/** Told by its shape and not by its class: a test runs in a realm of its own, with an Error class of its own. */
export function isSystemError(error: unknown): error is SystemError {
  if (typeof error !== "object" || error === null) return false;
  return "syscall" in error && "code" in error && typeof error.code === "string" && "message" in error;
}

/** Whether the operating system refused with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return isSystemError(error) && codes.includes(error.code);
}
