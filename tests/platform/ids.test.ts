import fc from "fast-check";
import { checkDigit, newId, newReference, prefixOf } from "../../src/platform/ids";
import { CursorBox } from "../../src/platform/cursors";

test("an id is its type and 26 characters of Crockford's base32, of a random UUID (v4)", () => {
  const id = newId("case");
  expect(id).toMatch(/^case_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  expect(prefixOf(id)).toBe("case");
  expect(new Set(Array.from({ length: 1_000 }, () => newId("case"))).size).toBe(1_000);
});

test("a reference finds one wrong character, and two neighbours that changed places", () => {
  const reference = newReference("SAN");
  expect(reference).toMatch(/^SAN-[2-9A-HJ-NP-TV-Z]{4}-[2-9A-HJ-NP-TV-Z]{3}$/);
  const chars = "23456789ABCDEFGHJKLMNPQRSTVWXYZ";
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...chars), { minLength: 6, maxLength: 6 }),
      fc.nat(5),
      fc.constantFrom(...chars),
      (body, at, wrong) => {
        const right = checkDigit(body.join(""));
        const one = body.with(at, wrong);
        if (one.join("") !== body.join("")) expect(checkDigit(one.join(""))).not.toBe(right);
        const [a, b] = [body[at] ?? "", body[at + 1] ?? ""];
        if (at < 5 && a !== b)
          expect(
            checkDigit(
              body
                .with(at, b)
                .with(at + 1, a)
                .join(""),
            ),
          ).not.toBe(right);
      },
    ),
  );
});

describe("a cursor", () => {
  const box = new CursorBox(Buffer.from("a key of the hub"));

  test("opens for its purpose, and for no other", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (purpose, plain) => {
        const sealed = box.seal(purpose, plain);
        expect(box.open(purpose, sealed)).toBe(plain);
        expect(box.open(`${purpose}!`, sealed)).toBeUndefined();
        expect(box.seal(purpose, plain)).toBe(sealed); // Equal answers stay equal byte for byte.
        expect(new CursorBox(Buffer.from("another")).open(purpose, sealed)).toBeUndefined();
      }),
    );
  });

  test("that was altered anywhere, or never given, does not open", () => {
    const sealed = box.seal("list", "place");
    for (let at = 0; at < sealed.length; at++) {
      const altered = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      expect(box.open("list", altered)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => box.open("list", text) === undefined));
  });
});
