/** One line of a text, counted from 1, without its line end. */
export type Line = { readonly number: number; readonly text: string };

/** The lines of a text with LF, CRLF or CR ends, one at a time, so that a list is never held twice. */
export function* linesOf(text: string): Generator<Line> {
  const ends = /\r\n|\n|\r/g;
  let start = 0;
  for (let number = 1; ; number++) {
    const end = ends.exec(text);
    if (end === null) {
      if (start < text.length) yield { number, text: text.slice(start) };
      return;
    }
    yield { number, text: text.slice(start, end.index) };
    start = ends.lastIndex;
  }
}
