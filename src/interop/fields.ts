import { isJsonArray, isJsonObject, ownValue, type JsonObject } from "./json";
import { FieldRefused } from "./report";
import { utcTime } from "./time";

const typeName = (value: unknown) =>
  value === null
    ? "null"
    : isJsonArray(value)
      ? "a list"
      : isJsonObject(value)
        ? "an object"
        : typeof value === "string"
          ? "a text"
          : `a ${typeof value}`;

const wrong = (field: string, wanted: string, value: unknown, verb = "is"): never => {
  throw new FieldRefused(field, `"${field}" must be ${wanted}, but it ${verb} ${typeName(value)}.`, value);
};

/**
 * Reads the fields of one JSON object, each checked by kind. The first wrong field refuses the object by throwing
 * `FieldRefused` with the field's name. Absent fields are undefined; null counts as wrong, for JSON formats say "absent"
 * by leaving a field out.
 */
export class Fields {
  constructor(readonly object: JsonObject) {}

  raw(field: string): unknown {
    return ownValue(this.object, field);
  }

  text(field: string, maxLength = 65_536): string | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    if (typeof value !== "string") return wrong(field, "a text", value);
    if (value.length > maxLength) {
      throw new FieldRefused(field, `"${field}" is longer than ${maxLength} characters.`, value, "PAYLOAD_TOO_LARGE");
    }
    return value;
  }

  requiredText(field: string, maxLength?: number): string {
    const value = this.text(field, maxLength);
    if (value === undefined || value.trim() === "") throw new FieldRefused(field, `"${field}" is missing.`);
    return value;
  }

  flag(field: string): boolean | undefined {
    const value = this.raw(field);
    return value === undefined || typeof value === "boolean" ? value : wrong(field, "true or false", value);
  }

  /** A whole number within bounds, both included. */
  integer(field: string, min: number, max: number): number | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    if (typeof value !== "number") return wrong(field, "a number", value);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new FieldRefused(field, `"${field}" must be a whole number from ${min} to ${max}.`, value);
  }

  time(field: string): string | undefined {
    const text = this.text(field, 64);
    if (text === undefined) return undefined;
    const time = utcTime(text);
    if (time !== undefined) return time;
    throw new FieldRefused(field, `"${field}" is not a timestamp like 2026-01-31T09:00:00.000Z.`, text);
  }

  requiredTime(field: string): string {
    const time = this.time(field);
    if (time === undefined) throw new FieldRefused(field, `"${field}" is missing.`);
    return time;
  }

  texts(field: string): readonly string[] {
    return this.list(field, "texts").map((value) =>
      typeof value === "string" ? value : wrong(field, "a list of texts", value, "holds"),
    );
  }

  objects(field: string): readonly JsonObject[] {
    return this.list(field, "objects").map((value) =>
      isJsonObject(value) ? value : wrong(field, "a list of objects", value, "holds"),
    );
  }

  private list(field: string, of: string): readonly unknown[] {
    const value = this.raw(field);
    if (value === undefined) return [];
    return isJsonArray(value) ? value : wrong(field, `a list of ${of}`, value);
  }
}
