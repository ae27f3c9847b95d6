/** Two cases in which the same indicators are said. Derived, never stored. */
export type Correlation = { readonly caseId: string; readonly otherId: string };
