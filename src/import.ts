import { parseArgs } from "node:util";
import { caseIdOf, hubAddress, type HubAddress } from "./import.hub";
import { filesAt, sendFile, type FileError, type FileToSend, type SoFar } from "./import.send";
import { showJson, type FileOutcome, type Show } from "./import.show";
import { TextShow } from "./import.text";
import { meaningOf, meanings } from "./interop/list/columns";
import { papOf, tlpOf } from "./platform/marking";
import { StartError } from "./platform/start-error";

const usage = `Usage: npm run import -- [options] PATH…

Sends files, and all files in folders, to a hub: whatever their format, what is good is stored.

  --case REF_OR_ID  says it in this case
  --tlp LEVEL       the TLP 2.0 of what has no marking of its own (else the case's, else AMBER_STRICT)
  --pap LEVEL       the PAP of what has none of its own
  --columns=LIST    what the columns of a table hold, as type,value,-,description (- is left out), else it is guessed
  --dry-run         tells what would become of it, and stores nothing
  --json            one JSON object a line, every refusal among them
  --help            this text

The hub is at SANSHA_URL and asked with SANSHA_API_KEY, else as first-run.json in SANSHA_DATA_DIR (.data) says,
with the key of the SOC: the operator's own key administers the hub, and imports only lists of values that are known to
be harmless (MISP warning lists), for the whole hub.

Exit status: 0 when all that could be stored is stored, 1 when a file was refused whole or stopped in the middle,
2 when nothing was begun.`;

type Options = { readonly paths: readonly string[]; readonly json: boolean; readonly sent: Record<string, string> };

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  const hub = hubAddress(process.env);
  const { files, leftOut } = filesAt(options.paths);
  const { caseId } = options.sent;
  const parameters = { ...options.sent, ...(caseId === undefined ? {} : { caseId: await caseIdOf(hub, caseId) }) };
  const show = options.json ? showJson((text) => process.stdout.write(text)) : new TextShow(process.stdout, files);
  const began = performance.now();
  const outcomes: FileOutcome[] = [];
  for (const file of files) {
    const outcome = { path: file.path, ...(await send(hub, file, parameters, show)) };
    show.done(outcome);
    outcomes.push(outcome);
  }
  show.end({ outcomes, leftOut, seconds: (performance.now() - began) / 1_000 });
  return outcomes.some((outcome) => "error" in outcome) ? 1 : 0;
}

async function send(hub: HubAddress, file: FileToSend, parameters: Record<string, string>, show: Show) {
  let error: FileError = { code: "INTERNAL", message: "The hub ended its answer before its end." };
  let soFar: SoFar | undefined;
  try {
    for await (const line of sendFile(hub, file, parameters)) {
      if ("summary" in line) return line;
      if ("refused" in line) show.refused(file.path, line.refused);
      if ("remark" in line) show.remarked(file.path, line.remark);
      if ("progress" in line) {
        soFar = line.progress;
        show.progress(file, line.progress.bytes, line.progress.stored);
      }
      if ("error" in line) ({ error, soFar = soFar } = line);
    }
  } catch (failure) {
    error = { code: "INTERNAL", message: `The connection to ${hub.url.host} failed: ${reasonOf(failure)}` };
  }
  return { error, ...(soFar === undefined ? {} : { soFar }) };
}

const reasonOf = (failure: unknown): string =>
  failure instanceof Error
    ? failure.message || ("code" in failure ? String(failure.code) : failure.name)
    : String(failure);

function optionsOf(argv: readonly string[]): Options | undefined {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return undefined;
  if (positionals.length === 0) throw new StartError(`Name a file or a folder.\n\n${usage}`);
  if (values.tlp !== undefined && tlpOf(values.tlp) === undefined)
    throw new StartError("--tlp is one of CLEAR, GREEN, AMBER, AMBER_STRICT and RED.");
  if (values.pap !== undefined && papOf(values.pap) === undefined)
    throw new StartError("--pap is one of CLEAR, GREEN, AMBER and RED.");
  if (values.columns?.split(",").some((word) => meaningOf(word) === undefined))
    throw new StartError(`--columns names each column as one of ${meanings.join(", ").toLowerCase()}, or as -.`);
  const sent = {
    ...(values.case === undefined ? {} : { caseId: values.case }),
    ...(values.tlp === undefined ? {} : { tlp: values.tlp }),
    ...(values.pap === undefined ? {} : { pap: values.pap }),
    ...(values.columns === undefined ? {} : { columns: values.columns }),
    ...(values["dry-run"] === true ? { dryRun: "true" } : {}),
  };
  return { paths: positionals, json: values.json === true, sent };
}

function parsed(argv: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = { case: text, tlp: text, pap: text, columns: text, "dry-run": flag, json: flag, help: flag };
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error instanceof StartError ? error.message : error);
    process.exitCode = 2;
  },
);
