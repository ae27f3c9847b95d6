import { readFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { dataRoot, hasSharedData, sharedFiles } from "./interop/shared-data";
import { type HubProcess, startHubProcess } from "./support/hub-process";

let hub: HubProcess;
beforeAll(async () => {
  hub = await startHubProcess();
});
afterAll(() => hub.stop());

type Answer = { readonly status: number; readonly last: Readonly<Record<string, unknown>> };

/** Sends a body to `POST /import`, in pieces of a size where one is given. */
function send(body: Uint8Array, filename: string, pieceBytes = body.length): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const address = new URL(`/import?${new URLSearchParams({ filename }).toString()}`, hub.url);
    const headers = { authorization: `Bearer ${hub.key}`, "content-type": "application/octet-stream" };
    const sent = request(address, { method: "POST", headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text = `${text}${piece}`.slice(-100_000)));
      response.on("end", () => {
        const last = JSON.parse(text.trimEnd().split("\n").at(-1) ?? "{}") as Answer["last"];
        resolve({ status: response.statusCode ?? 0, last });
      });
    });
    sent.on("error", reject);
    for (let at = 0; at < body.length; at += pieceBytes) sent.write(body.subarray(at, at + pieceBytes));
    sent.end();
  });
}

/** The answer, and how often other clients were answered until it was there. */
async function sendWhileOthersAsk(...given: Parameters<typeof send>): Promise<Answer & { readonly others: number }> {
  let over = false;
  const sending = send(...given).finally(() => (over = true));
  let others = 0;
  for (const paths = ["/livez", "/readyz"]; !over; others++) {
    const response = await fetch(new URL(paths[others % 2] ?? "", hub.url));
    expect([await response.text(), response.status]).toEqual([expect.any(String), 200]);
  }
  return { ...(await sending), others };
}

const list = (length: number, of: (i: number) => string) => Array.from({ length }, (_, i) => of(i)).join(",");
const tagged = (tags: number, attributes: number) =>
  `{"Event":{"info":"x","Tag":[${list(tags, (i) => `{"name":"t${i}"}`)}],"Attribute":[${list(
    attributes,
    (i) => `{"type":"domain","value":"h${i}.ru","to_ids":true}`,
  )}]}}`;
const brackets = `a${"(".repeat(4_000)}[.]${")".repeat(4_000)}\n`;
const marks = `${"\u0301".repeat(500_000)}${"\u0323".repeat(500_000)}`;
const labels = Array.from({ length: 20_000 }, (_, i) => `l${i}`).join(";");

const hostile: Readonly<Record<string, readonly [body: string | Buffer, filename: string, pieceBytes?: number]>> = {
  "comments that divide in very many ways": [`${"<!---->".repeat(31)}x`, "a.ioc"],
  "brackets in brackets": [brackets.repeat(500), "a.md"],
  "dots in values": [`a${".".repeat(8_000)}x\n`.repeat(300), "a.txt"],
  "combining marks": [`ioc,type,tlp,first seen\nevil.example,${marks},${marks},${marks}\n`, "a.csv"],
  "very many tags on very many attributes": [tagged(90_000, 5_000), "a.json"],
  "very many labels on very many values": [
    `${list(500, () => "ioc")},tags\n${list(500, (i) => `h${i}.ru`)},${labels}\n`,
    "a.csv",
  ],
  "byte by byte": ["evil.example\n".repeat(25_000), "a.txt", 1],
  "very many small objects": [`{"type":"bundle","objects":[${list(900_000, () => "{}")}]}`, "a.json"],
  "very many keys": [`{${list(700_000, (i) => `"${i.toString(36)}":1`)}}`, "a.json"],
  "very many line breaks": [`[${"\n".repeat(10_000_000)}x`, "a.json"],
  "a bomb of zeros": [gzipSync(Buffer.alloc(300_000_000)), "a.gz"],
  "a bomb in a text": [gzipSync(Buffer.from("word evil[.]example word ".repeat(8_000_000))), "a.md.gz"],
};

const expected = ["INVALID_INPUT", "UNSUPPORTED", "PAYLOAD_TOO_LARGE"];
function expectTaken({ status, last }: Answer): void {
  expect(status).toBeLessThan(500);
  if (!("summary" in last)) expect(last).toMatchObject({ error: { code: expect.any(String) as unknown } });
  if ("error" in last) expect(expected).toContain((last["error"] as { code: string }).code);
}

describe("A hub that is sent hostile files", () => {
  test.each(Object.entries(hostile))(
    "stores or refuses them, and answers others meanwhile: %s",
    async (_, [body, filename, pieceBytes]) => {
      const bytes = typeof body === "string" ? Buffer.from(body) : body;
      const answer = await sendWhileOthersAsk(bytes, filename, pieceBytes);
      expectTaken(answer);
      expect(answer.others).toBeGreaterThan(0);
      expect(hub.lives()).toBe(true);
    },
    110_000,
  );

  (hasSharedData ? test : test.skip)("does so with each file of bad/ (skipped without ../shared/data)", async () => {
    for (const name of sharedFiles("bad")) {
      expectTaken(await sendWhileOthersAsk(readFileSync(path.join(dataRoot, name)), path.basename(name)));
    }
    expect(hub.lives()).toBe(true);
  });

  test("does so with several of them at once", async () => {
    const { "very many small objects": objects, "very many line breaks": breaks } = hostile;
    const all = [objects, breaks, objects, breaks].flatMap((one) => (one ? [send(Buffer.from(one[0]), one[1])] : []));
    for (const answer of await Promise.all(all)) expectTaken(answer);
    expect(hub.lives()).toBe(true);
  }, 110_000);

  test("never holds much more memory than a long file is long", () => {
    expect(hub.peakMiB() ?? 0).toBeLessThan(700);
  });
});
