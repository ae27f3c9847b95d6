import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

export type Ran = { readonly status: number | null; readonly out: string; readonly err: string };

/** Runs a program of ours, or one beside them, as somebody at a shell would; `.ts` is compiled as Jest compiles it. */
export function runCommand(program: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const [file = "", ...args] = program;
  const isSource = file.endsWith(".ts");
  const [command, given] = isSource
    ? [process.execPath, ["--require", path.join(root, "tests/support/typescript.cjs"), path.join(root, file), ...args]]
    : [file, args];
  return new Promise((resolve, reject) => {
    const child = spawn(command, given, { cwd: root, env: { PATH: process.env["PATH"] ?? "", ...env } });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.on("error", reject).on("close", (status) => resolve({ status, out, err }));
  });
}
