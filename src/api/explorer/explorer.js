"use strict";

// The key is in this tab's session storage, and nowhere else. `/#key=…` hands one over: a fragment never reaches a
// server, and it is taken out of the address bar before anybody can copy it.
const STORED = "sansha.key";
const handed = new URLSearchParams(location.hash.slice(1)).get("key");
if (handed) sessionStorage.setItem(STORED, handed);
if (location.hash) history.replaceState(null, "", location.pathname);

const keyField = document.getElementById("key");
const who = document.getElementById("who");
const keyInUse = () => sessionStorage.getItem(STORED) ?? "";
const endpoint = new URL("/graphql", location.href);

/** One query or mutation over HTTP. A refusal is an answer too: its errors are shown. */
async function post(request) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${keyInUse()}` },
    body: JSON.stringify(request),
  });
  return response.json();
}

/** The socket of the key in use. It opens with the first subscription and closes after the last. */
let socket;
function socketInUse() {
  const url = new URL(endpoint);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  socket ??= graphqlWs.createClient({
    url: url.href,
    connectionParams: () => ({ authorization: `Bearer ${keyInUse()}` }),
    retryAttempts: 0, // An end is shown, not hidden: what came meanwhile would be missing.
  });
  return socket;
}

/** GraphiQL shows one answer at a time: the messages of a stream are kept together, the newest first. */
const SHOWN_MAX = 100;
async function* follow(request) {
  let shown = [];
  try {
    for await (const answer of socketInUse().iterate(request)) {
      if (answer.errors || !answer.data) yield answer;
      const [[field, messages] = []] = Object.entries(answer.data ?? {});
      if (!Array.isArray(messages)) continue;
      shown = [...messages.reverse(), ...shown].slice(0, SHOWN_MAX);
      yield { data: { [field]: shown } };
    }
  } catch (failure) {
    // A close of the socket has a code and a reason; errors of the request are a list.
    const { code, reason } = failure;
    yield { errors: Array.isArray(failure) ? failure : [{ message: reason || failure.message, extensions: { code } }] };
  }
}

function isSubscription({ operationName }, { documentAST }) {
  const operations = (documentAST?.definitions ?? []).filter(({ kind }) => kind === "OperationDefinition");
  const asked = operations.find(({ name }) => !operationName || name?.value === operationName);
  return asked?.operation === "subscription";
}

async function sayWho() {
  who.className = "";
  who.textContent = "";
  if (!keyInUse()) return;
  const { data, errors } = await post({ query: "{ me { name organization { name nameJa } } }" });
  const { code } = errors?.[0]?.extensions ?? {};
  const { name, organization } = data?.me ?? {};
  who.className = data ? "good" : "bad";
  if (data) who.textContent = `✓ ${organization?.nameJa ?? organization?.name ?? ""} — ${name}`;
  else who.textContent = code === "UNAUTHENTICATED" ? "✗ このキーは使えません Not a valid key" : `✗ ${code}`;
}

document.getElementById("key-bar").addEventListener("submit", (event) => {
  event.preventDefault();
  const key = keyField.value.trim().replace(/^Bearer +/i, "");
  if (key) sessionStorage.setItem(STORED, key);
  else sessionStorage.removeItem(STORED);
  void socket?.dispose();
  socket = undefined;
  void sayWho();
});

/** What the tab held before it was loaded again: GraphiQL adds an empty one unless it is told which was open. */
function lastOpen() {
  const { tabs = [], activeTabIndex } = JSON.parse(sessionStorage.getItem("graphiql:tabState") ?? "{}");
  const { query, variables } = tabs[activeTabIndex] ?? {};
  return { query: query ?? undefined, variables: variables ?? undefined };
}

async function open() {
  keyField.value = keyInUse();
  void sayWho();
  const [schema, examples] = await Promise.all([
    fetch("/explorer/schema.json").then((response) => response.json()),
    fetch("/explorer/examples.graphql").then((response) => response.text()),
  ]);
  const element = React.createElement(GraphiQL, {
    fetcher: (request, options = {}) => (isSubscription(request, options) ? follow(request) : post(request)),
    schema,
    ...lastOpen(),
    storage: sessionStorage, // What is asked about a case leaves with the tab.
    defaultTabs: examples.split(/\n\n(?=#)/).map((query) => ({ query })),
    isHeadersEditorEnabled: false,
    showPersistHeadersSettings: false,
  });
  ReactDOM.createRoot(document.getElementById("explorer")).render(element);
}
void open();
