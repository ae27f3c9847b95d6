import { existsSync } from "node:fs";
import path from "node:path";
import { type RequestHandler, Router } from "express";
import { type GraphQLSchema, introspectionFromSchema } from "graphql";

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";

/** What the page is made of: its own files, and those of GraphiQL and what it stands on. */
const FILES = [
  { at: "/", file: own("index.html"), type: HTML },
  { at: "/explorer/explorer.js", file: own("explorer.js"), type: SCRIPT },
  { at: "/explorer/explorer.css", file: own("explorer.css"), type: STYLE },
  { at: "/explorer/icon.svg", file: own("icon.svg"), type: "image/svg+xml" },
  { at: "/explorer/examples.graphql", file: own("examples.graphql"), type: "text/plain; charset=utf-8" },
  { at: "/explorer/react.js", file: from("react", "umd/react.production.min.js"), type: SCRIPT },
  { at: "/explorer/react-dom.js", file: from("react-dom", "umd/react-dom.production.min.js"), type: SCRIPT },
  { at: "/explorer/graphiql.js", file: from("graphiql", "graphiql.min.js"), type: SCRIPT },
  { at: "/explorer/graphiql.css", file: from("graphiql", "graphiql.min.css"), type: STYLE },
  { at: "/explorer/graphql-ws.js", file: from("graphql-ws", "umd/graphql-ws.min.js"), type: SCRIPT },
];

/** Nothing comes from elsewhere, and no script that is not a file of the hub: what an answer holds can never run. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'", // a dialog of GraphiQL holds the page still by a style element
  "font-src data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The query explorer at `/`: GraphiQL, without the internet. It holds no data, so it needs no credential. */
export function explorer(schema: GraphQLSchema): Router {
  const router = Router();
  router.use(["/", "/explorer"], withPolicy);
  for (const { at, file, type } of FILES) {
    // Dots are allowed because they stand above the checkout: these are the files of the list, and no others.
    const options = { headers: { "Content-Type": type }, dotfiles: "allow" } as const;
    router.get(at, (_request, response) => response.sendFile(file, options));
  }
  const introspection = introspectionFromSchema(schema);
  router.get("/explorer/schema.json", (_request, response) => void response.json(introspection));
  return router;
}

const withPolicy: RequestHandler = (_request, response, next) => {
  response.setHeader("Content-Security-Policy", POLICY);
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader("Cache-Control", "no-cache");
  next();
};

/** The compiler leaves files that are not TypeScript where they are: beside this source, not beside what it became. */
function own(name: string): string {
  const beside = path.join("src", "api", "explorer", name);
  return found([path.resolve(__dirname, "../..", beside), path.resolve(__dirname, "../../..", beside)], name);
}

function from(name: string, file: string): string {
  return found([path.join(path.dirname(require.resolve(`${name}/package.json`)), file)], `${name}/${file}`);
}

function found(paths: readonly string[], name: string): string {
  const there = paths.find((file) => existsSync(file));
  if (!there) throw new Error(`${name}, which the explorer needs, is not there: install the dependencies again.`);
  return there;
}
