import { IntelRefused } from "../statement";

/** Pieces that are smaller are joined: a client may send byte by byte, and each piece costs what a large one does. */
const pieceBytes = 64 * 1024;

/** A body that is looked into before it is read, and that may not grow beyond a limit. */
export class Source {
  private readonly body: AsyncIterator<Uint8Array, unknown>;
  private held: Uint8Array[] = [];
  private heldBytes = 0;
  private size = 0;

  constructor(
    body: AsyncIterable<Uint8Array>,
    private readonly maxBytes: number,
  ) {
    this.body = joined(body)[Symbol.asyncIterator]();
  }

  /** The first bytes, as many as asked for or more, or all that there are. They stay to be read. */
  async atLeast(bytes: number): Promise<Uint8Array> {
    while (this.heldBytes < bytes) {
      const piece = await this.next();
      if (piece === undefined) break;
      this.held.push(piece);
      this.heldBytes += piece.length;
    }
    if (this.held.length > 1) this.held = [Buffer.concat(this.held, this.heldBytes)];
    return this.held[0] ?? new Uint8Array();
  }

  /** All of it, from the beginning. */
  async *all(): AsyncGenerator<Uint8Array> {
    for (const piece of this.held.splice(0)) yield piece;
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) yield piece;
  }

  private async next(): Promise<Uint8Array | undefined> {
    const next = await this.body.next();
    if (next.done === true) return undefined;
    const { value } = next;
    this.size += value.length;
    if (this.size <= this.maxBytes) return value;
    const message = `The file has more than ${this.maxBytes} bytes, the limit.`;
    throw new IntelRefused("PAYLOAD_TOO_LARGE", message, { limit: this.maxBytes });
  }
}

async function* joined(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes < pieceBytes) continue;
    yield waiting.length === 1 ? piece : Buffer.concat(waiting, bytes);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting, bytes);
}
