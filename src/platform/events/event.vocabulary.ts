import { vocabulary } from "../vocabulary";

type Terms = Readonly<Record<string, readonly [string, string, string, string]>>;
const known: Record<string, readonly [string, string, string, string]> = {};

/** The values of the enum EventType, and what they mean: filled by the modules as they are loaded. */
export const eventTypeValues: Record<string, string> = {};
export const eventTypeDescriptions: Record<string, { description: string }> = {};

/** Adds the facts that a module tells of to the enum EventType. A term is `[日本語, English, meaning, 意味]`. */
export function defineEvents<const Given extends Terms>(terms: Given): Given {
  Object.assign(known, terms);
  for (const [name, [ja, , means]] of Object.entries(terms)) {
    eventTypeValues[name] = name;
    eventTypeDescriptions[name] = { description: `${ja}: ${means}` };
  }
  vocabulary("EventType", "What happened: the type of an event.", known);
  return terms;
}
