/** One value of a vocabulary: its labels in both languages, and what it means to a practitioner. */
export type Term = { readonly ja: string; readonly en: string; readonly means: string; readonly meansJa: string };
export type Vocabulary<Value extends string = string> = {
  readonly name: string;
  readonly description: string;
  readonly values: readonly Value[];
  readonly terms: Readonly<Record<Value, Term>>;
};

const known = new Map<string, Vocabulary>();

/** All vocabularies of the product, as `vocabulary` serves them. */
export const vocabularies = (): readonly Vocabulary[] => [...known.values()];

/**
 * Declares an enum once: the TypeScript union, the GraphQL enum with its descriptions, and the labels that
 * `vocabulary` serves all come from here. A term is `[日本語, English, meaning, 意味]`.
 */
export function vocabulary<const Terms extends Readonly<Record<string, readonly [string, string, string, string]>>>(
  name: string,
  description: string,
  terms: Terms,
): Vocabulary<keyof Terms & string> {
  const values = Object.keys(terms) as (keyof Terms & string)[];
  const entries = values.map((value) => {
    const [ja, en, means, meansJa] = terms[value] as readonly [string, string, string, string];
    return [value, { ja, en, means, meansJa }];
  });
  const declared = {
    name,
    description,
    values,
    terms: Object.fromEntries(entries) as Record<keyof Terms & string, Term>,
  };
  known.set(name, declared);
  return declared;
}

export type ValueOf<V> = V extends Vocabulary<infer Value> ? Value : never;
