/** A reason why the hub cannot start, told as one sentence that says what to do; it needs no stack. */
export class StartError extends Error {
  override readonly name = "StartError";
}
