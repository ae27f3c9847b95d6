import type { Viewer } from "./context";
import { DomainError } from "./errors";

/** Who may do what, and from which states. One row of a module's table: its checks, its docs and its tests read it. */
export type Verb<Side extends string = string, State extends string = string> = {
  /** Any of these roles of the account. */
  readonly roles: readonly string[];
  /** Any of these relations of the viewer to the object. Empty: no object to stand in a relation to. */
  readonly sides: readonly Side[];
  /** The states that it is possible in; left out: any, or it follows a table of moves. */
  readonly from?: readonly State[];
  /** The state that it leads to. */
  readonly to?: State;
};
export type Verbs<Side extends string = string, State extends string = string> = Readonly<
  Record<string, Verb<Side, State>>
>;

const tables = new Map<string, Verbs>();

/** Declares a module's verbs, named as its mutations. */
export function verbs<const Table extends Verbs>(object: string, table: Table): Table {
  tables.set(object, table);
  return table;
}

/** All tables, for the documentation and for the test that no mutation lacks a row. */
export const verbTables = (): ReadonlyMap<string, Verbs> => tables;

/** Refuses who has not the role. Checked before anything is read: it depends on the account alone. */
export function assertRole(viewer: Viewer, name: string, { roles }: Verb): void {
  if (roles.some((role) => viewer.roles.includes(role))) return;
  throw new DomainError("FORBIDDEN", `${name} needs one of these roles: ${roles.join(", ")}.`, { details: { roles } });
}

/** Refuses who stands in none of the relations that a verb asks for. */
export function assertSide(name: string, { sides }: Verb, held: ReadonlySet<string>): void {
  if (sides.length === 0 || sides.some((side) => held.has(side))) return;
  throw new DomainError("FORBIDDEN", `${name} is for: ${sides.join(", ")}.`, { details: { sides } });
}

/** Refuses what the object's state does not allow. */
export function assertState(name: string, { from, to }: Verb, state: string): void {
  if (!from || from.includes(state)) return;
  const details = { from: state, to: to ?? null, allowed: from };
  throw new DomainError("STATE_CONFLICT", `${name} is not possible in ${state}.`, { details });
}

/** Refuses who decided on another version than the present one. */
export function assertVersion(expected: number, current: number): void {
  if (expected === current) return;
  const details = { expected, current };
  throw new DomainError("VERSION_CONFLICT", "It has changed since you read it.", {
    field: "input.expectedVersion",
    details,
  });
}
