"use strict";
/**
 * A lock between processes that survives no crash: a folder that holds one file, named after the owner's process.
 * Only Node's own modules, in the syntax of Node 12: see ensure.cjs.
 */
const fs = require("fs");
const path = require("path");

const pollMs = 200;

/**
 * Takes the lock, waiting while a live process has it (`onWait` hears of each such process once), and gives the
 * function that releases it. A lock whose process is gone is taken over.
 */
async function takeLock(folder, onWait) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const owner = ownerName(process.pid);
  const candidate = `${folder}.${owner}`;
  let told;
  for (;;) {
    fs.mkdirSync(candidate, { recursive: true });
    fs.writeFileSync(path.join(candidate, owner), "");
    if (moveInto(candidate, folder)) break;
    fs.rmSync(candidate, { recursive: true, force: true });

    const other = currentOwner(folder);
    if (other === undefined) continue;
    if (!isAlive(other)) {
      // Removing exactly this name cannot hurt a lock that somebody else has taken over meanwhile.
      fs.rmSync(path.join(folder, other), { force: true });
      continue;
    }
    if (told !== other) onWait(pidOf(other));
    told = other;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return () => {
    fs.rmSync(path.join(folder, owner), { force: true });
    removeIfEmpty(folder);
  };
}

/** One rename takes the lock together with its owner's name; it fails while another owner's file is inside. */
function moveInto(candidate, folder) {
  removeIfEmpty(folder);
  try {
    fs.renameSync(candidate, folder);
    return true;
  } catch (error) {
    if (["ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code) && fs.existsSync(folder)) return false;
    throw error;
  }
}

function removeIfEmpty(folder) {
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    if (!["ENOENT", "ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code)) throw error;
  }
}

function currentOwner(folder) {
  try {
    return fs.readdirSync(folder)[0];
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The process's id and, where the system tells it, its start: an id alone may belong to another process by now. */
function ownerName(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // The start time is field 22 of proc(5); the state is field 3. A zombie is gone.
    return state === "Z" ? `${pid}-gone` : `${pid}-${rest[18]}`;
  } catch (error) {
    return `${pid}`;
  }
}

function pidOf(owner) {
  return Number(owner.split("-")[0]);
}

function isAlive(owner) {
  try {
    process.kill(pidOf(owner), 0);
  } catch (error) {
    if (error.code === "ESRCH") return false;
  }
  const now = ownerName(pidOf(owner));
  // Where the start cannot be read (another user's process), the id has to do.
  return now === owner || now === String(pidOf(owner));
}

module.exports = { takeLock };
