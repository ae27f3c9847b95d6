import { dataRoot, hasSharedData } from "./interop/shared-data";
import { runCommand } from "./support/command";
import { type HubProcess, startHubProcess } from "./support/hub-process";

let hub: HubProcess;
beforeAll(async () => {
  hub = await startHubProcess();
});
afterAll(() => hub.stop());

(hasSharedData ? describe : describe.skip)("The whole folder of real files (skipped without ../shared/data)", () => {
  const run = async () => {
    const { status, out } = await runCommand(["src/import.ts", "--json", dataRoot], {
      SANSHA_URL: hub.url,
      SANSHA_API_KEY: hub.key,
    });
    type Sums = { files: number; read: number; stored: number };
    const last = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") as { total: { formats: Record<string, Sums> } };
    return { status, formats: last.total.formats };
  };

  test("goes in by one command; the second time it stores nothing", async () => {
    const first = await run();
    const second = await run();
    expect(first.status).toBe(1); // Some of them are refused whole.
    const sum = ({ formats }: typeof first, key: "read" | "stored" | "files") =>
      Object.values(formats).reduce((all, one) => all + one[key], 0);
    expect(sum(first, "stored")).toBeGreaterThan(50_000);
    expect([sum(second, "stored"), sum(second, "read")]).toEqual([0, sum(first, "read")]);
    expect(Object.keys(second.formats)).toEqual(Object.keys(first.formats));
    expect(hub.lives()).toBe(true);
  }, 600_000);
});
