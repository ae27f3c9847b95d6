import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { type ServedWorld, authorization, serve } from "../support/served";
import { type Party, type World, openWorld } from "../support/world";

type Headers = Readonly<Record<string, string>>;
type Line = { readonly [kind: string]: unknown };

let world: World;
let hub: ServedWorld;
let party: Party;
beforeAll(async () => {
  world = await openWorld();
  hub = await serve(world, { SANSHA_IMPORT_MAX_BYTES: "1000000" });
  party = await world.party();
});
afterAll(async () => {
  await hub.close();
  await world.close();
});

const address = (query = "") => new URL(`/import${query}`, hub.url);

async function send(body: string | Uint8Array, query = "", who: Party = party, headers: Headers = {}) {
  const response = await fetch(address(query), {
    method: "POST",
    body,
    headers: { ...authorization(who), ...headers },
  });
  const text = await response.text();
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
  return { status: response.status, lines, last: lines.at(-1) ?? {} };
}

const valuesOf = async (who: Party, args = "") => {
  const query = `{ indicators(first: 500${args}) { edges { node { value } } totalCount { value } } }`;
  type Found = { indicators: { edges: { node: { value: string } }[]; totalCount: { value: number } } };
  const { indicators } = await who.get<Found>(query);
  return { values: indicators.edges.map(({ node }) => node.value).sort(), count: indicators.totalCount.value };
};

const list = (count: number, name: string) =>
  Array.from({ length: count }, (_, i) => `host${i}.${name}.example`).join("\n");

describe("A file that is sent to /import", () => {
  test("is stored where it is good, and named line by line where it is not", async () => {
    const mine = await world.party();
    const { status, lines, last } = await send("evil[.]example\n999.1.1.1\n198.51.100.7\n", "?filename=a.txt", mine);
    expect(status).toBe(200);
    expect(lines).toContainEqual({ progress: { bytes: 38, read: 2, stored: 2 } });
    expect(lines.filter((line) => "refused" in line)).toMatchObject([{ refused: { at: "line 2", field: "value" } }]);
    expect(last).toMatchObject({ summary: { format: "PLAIN_LIST", read: 2, stored: 2, unchanged: 0, refused: 1 } });
    expect((await valuesOf(mine)).values).toEqual(["198.51.100.7", "evil.example"]);
  });

  test("changes nothing the second time", async () => {
    await send(list(10, "twice"));
    const { last } = await send(list(10, "twice"));
    expect(last).toMatchObject({ summary: { stored: 0, unchanged: 10 } });
  });

  test("is told what would become of it in a dry run, which stores nothing", async () => {
    const mine = await world.party();
    const { last } = await send(list(10, "dry"), "?dryRun=true", mine);
    expect(last).toMatchObject({ summary: { stored: 10, dryRun: true } });
    expect((await valuesOf(mine)).count).toBe(0);
  });

  test("is read as a table of the columns that are named", async () => {
    const mine = await world.party();
    const table = `${"x,".repeat(50)}one.columns.example,two.columns.example\n`.repeat(4_000);
    for (const body of [table, table.slice(0, 10_000)]) {
      const { last } = await send(body, `?columns=${"-,".repeat(50)}-,value`, mine);
      expect(last).toMatchObject({ summary: { format: "CSV" } });
    }
    expect((await valuesOf(mine)).values).toEqual(["two.columns.example"]);
  });

  test("is said in the case that it is sent for, with the marking that it has not itself", async () => {
    const one = await world.openCase(party);
    const { last } = await send(list(3, "cased"), `?caseId=${one.id}&tlp=green`);
    expect(last).toMatchObject({ summary: { stored: 3 } });
    const query = `query ($id: ID!) { case(id: $id) { assertions { edges { node { tlp } } } } }`;
    const found = await party.get<{ case: { assertions: { edges: { node: { tlp: string } }[] } } }>(query, {
      id: one.id,
    });
    expect(found.case.assertions.edges.map(({ node }) => node.tlp)).toEqual(["GREEN", "GREEN", "GREEN"]);
  });

  test("is stored portion by portion when it is long, with progress", async () => {
    const mine = await world.party();
    const { lines, last } = await send(list(12_000, "long-enough-to-come-in-portions"), "", mine);
    expect(lines.filter((line) => "progress" in line).length).toBeGreaterThanOrEqual(3);
    expect(last).toMatchObject({ summary: { read: 12_000, stored: 12_000 } });
    expect(await valuesOf(mine)).toMatchObject({ count: 10_000 });
  });

  test("in a format that is none is refused as a whole, with the status of the reason", async () => {
    const { status, lines } = await send(`{"a": "b"}`);
    expect(status).toBe(400);
    expect(lines).toMatchObject([
      { error: { code: "UNSUPPORTED", message: expect.stringContaining("JSON") as unknown } },
    ]);
  });

  test("over the limit of bytes is refused before it is read, or where it passes the limit", async () => {
    const known = await send("x".repeat(1_000_001));
    expect(known).toMatchObject({
      status: 413,
      lines: [{ error: { code: "PAYLOAD_TOO_LARGE", details: { limit: 1e6 } } }],
    });
    const { status, last } = await sendUnmeasured("evil.example\n".repeat(80_000));
    expect([200, 413]).toContain(status);
    expect(last).toMatchObject({ error: { code: "PAYLOAD_TOO_LARGE" } });
  });
});

/** Sends without saying how long the body is. */
function sendUnmeasured(body: string): Promise<{ readonly status: number; readonly last: Line }> {
  return new Promise((resolve, reject) => {
    const sent = request(address(), { agent: false, method: "POST", headers: authorization(party) }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      response.on("end", () => {
        const last = JSON.parse(text.trimEnd().split("\n").at(-1) ?? "{}") as Line;
        resolve({ status: response.statusCode ?? 0, last });
      });
    });
    sent.on("error", reject);
    for (let at = 0; at < body.length; at += 65_536) sent.write(body.slice(at, at + 65_536));
    sent.end();
  });
}

describe("A file that is sent as gzip", () => {
  test("is inflated, whether its header says so or it is gzip itself, or both", async () => {
    const packed = gzipSync(list(3, "packed"));
    const encoded = { "content-encoding": "gzip" };
    const summary = { summary: { format: "PLAIN_LIST", read: 3 } };
    expect((await send(packed)).last).toMatchObject(summary);
    expect((await send(packed, "", party, encoded)).last).toMatchObject(summary);
    expect((await send(gzipSync(packed), "", party, encoded)).last).toMatchObject(summary);
  });

  test("is refused where the inflated file is over the limit, with what was stored before", async () => {
    const bomb = gzipSync("evil.example\n".repeat(1_000_000));
    expect(bomb.length).toBeLessThan(50_000);
    for (const headers of [{}, { "content-encoding": "gzip" }]) {
      const { last } = await send(bomb, "", await world.party(), headers);
      const soFar = { read: expect.any(Number) as unknown, stored: 1 };
      expect(last).toMatchObject({ error: { code: "PAYLOAD_TOO_LARGE", details: { limit: 1e6 } }, soFar });
    }
  });

  test("is refused where it is none, or is wrapped in another way", async () => {
    const none = await send("evil.example", "", party, { "content-encoding": "gzip" });
    expect(none).toMatchObject({ status: 400, last: { error: { code: "INVALID_INPUT" } } });
    const other = await send("evil.example", "", party, { "content-encoding": "br" });
    expect(other).toMatchObject({ status: 400, last: { error: { code: "UNSUPPORTED" } } });
  });
});

describe("Whoever may not import", () => {
  test("is refused without a credential", async () => {
    const response = await fetch(address(), { method: "POST", body: "evil.example" });
    expect(response.status).toBe(401);
  });

  test("is refused without a role for it, before the file is looked at", async () => {
    const watcher = await world.party({ roles: ["OBSERVER"] });
    const { lines } = await send("", "", watcher);
    expect(lines).toMatchObject([{ error: { code: "FORBIDDEN" } }]);
  });

  test("finds no case that is not theirs", async () => {
    const one = await world.openCase(party);
    const stranger = await world.party();
    const { lines } = await send("evil.example", `?caseId=${one.id}`, stranger);
    expect(lines).toMatchObject([{ error: { code: "NOT_FOUND" } }]);
  });

  test.each(["?tlp=purple", "?casId=x", "?dryRun=perhaps", "?tlp=red&tlp=clear", "?columns=value,colour"])(
    "is told that %s is no parameter",
    async (query) => {
      const { status, lines } = await send("evil.example", query);
      expect(status).toBe(400);
      expect(lines).toMatchObject([{ error: { code: "INVALID_INPUT" } }]);
    },
  );
});

describe("An import that ends in the middle", () => {
  test("tells with its error what is stored all the same", async () => {
    const good = Array.from({ length: 15_000 }, (_, i) => `hôte${i}.stopped.example`).join("\n");
    const { last } = await send(
      Buffer.concat([Buffer.from(good), Buffer.from([0x0a, 0xff, 0xff])]),
      "",
      await world.party(),
    );
    expect(last).toMatchObject({ error: { code: "INVALID_INPUT" } });
    const { read, stored } = (last as { soFar: { read: number; stored: number } }).soFar;
    expect([stored, stored % 5_000]).toEqual([read, 0]);
    expect(stored).toBeGreaterThan(0);
  });

  test("leaves whole portions, stops reading, and goes on when the file comes again", async () => {
    const mine = await world.party();
    const file = list(12_000, "cut-in-the-middle-of-its-body");
    await cutAfterFirstProgress(file, mine);
    const { last } = await send(file, "", mine);
    const { stored, unchanged } = (last as { summary: { stored: number; unchanged: number } }).summary;
    expect(stored + unchanged).toBe(12_000);
    expect(unchanged).toBeGreaterThanOrEqual(5_000);
    expect(unchanged % 5_000).toBe(0);
    expect(stored).toBeGreaterThan(0);
  });

  test("ends when its key is revoked meanwhile", async () => {
    const mine = await world.party();
    const revoke = () =>
      world.asOwner(`update api_keys set revoked_at = now() where account_id = '${mine.account.id}'`);
    const last = await sendAndMeanwhile(list(12_000, "revoked-while-it-was-used"), mine, revoke);
    expect(last).toMatchObject({ error: { code: "UNAUTHENTICATED" } });
  });
});

/** Sends a part of a file, and goes away as soon as something of it is stored. */
function cutAfterFirstProgress(file: string, who: Party): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(address(), { agent: false, method: "POST", headers: authorization(who) }, (response) => {
      response.once("data", () => sent.destroy());
      response.on("error", () => undefined);
    });
    sent.on("error", () => undefined);
    sent.on("close", () => resolve());
    sent.write(file.slice(0, file.length * 0.8));
  });
}

/** Sends most of a file, does something when something of it is stored, then sends the rest. The last line of the answer. */
function sendAndMeanwhile(file: string, who: Party, act: () => Promise<unknown>): Promise<Line> {
  return new Promise((resolve, reject) => {
    const sent = request(address(), { agent: false, method: "POST", headers: authorization(who) }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.once("data", () => void act().then(() => sent.end(file.slice(file.length * 0.8)), reject));
      response.on("data", (piece: string) => (text += piece));
      response.on("end", () => resolve(JSON.parse(text.trimEnd().split("\n").at(-1) ?? "{}") as Line));
    });
    sent.on("error", reject);
    sent.write(file.slice(0, file.length * 0.8));
  });
}

test("Other clients are answered while a long file is imported", async () => {
  const importing = send(list(12_000, "busy-with-an-import-of-many"));
  let answers = 0;
  let over = false;
  void importing.finally(() => (over = true));
  while (!over) {
    await party.get("{ cases { edges { node { id } } } }");
    answers++;
  }
  expect((await importing).last).toMatchObject({ summary: { read: 12_000 } });
  expect(answers).toBeGreaterThan(5); // A hub that is busy until the end would have answered one.
});
