import { domainToASCII } from "node:url";
import { ipv4Octets, ipv6Groups, ipv6Text } from "./address";
import type { Normalised } from "./indicator.value";
import { refang } from "./refang";

const no = (reason: string): Normalised => ({ ok: false, reason });

/** A host without the dots of the root or of its sentence behind it. A pattern would look at each run of dots again. */
export function withoutLastDots(host: string): string {
  let end = host.length;
  while (host[end - 1] === ".") end--;
  return host.slice(0, end);
}

/** Splits a port off "host:443". A colon without digits is dropped, as in "evil.example:". */
function splitPort(text: string): { readonly host: string; readonly port?: number } {
  const match = /^([^:]*|\[[^\]]*\]):(\d{0,5})$/.exec(text);
  if (match === null) return { host: text };
  const [, host = "", digits = ""] = match;
  const port = Number(digits);
  return digits === "" || port < 1 || port > 65_535 ? { host } : { host, port };
}

const withPort = (value: string, port: number | undefined): Normalised => ({
  ok: true,
  value,
  ...(port === undefined ? {} : { port }),
});

export function normaliseIpv4(raw: string): Normalised {
  const { host, port } = splitPort(refang(raw).replace(/\/32$/, ""));
  const text = withoutLastDots(host);
  if (ipv4Octets(text)) return withPort(text, port);
  if (/^\d+(?:\.\d+){3}$/.test(text) && /(?:^|\.)0\d/.test(text)) {
    return no("has an octet with a leading zero, which some tools read as octal");
  }
  return no("is not an IPv4 address");
}

export function normaliseIpv6(raw: string): Normalised {
  const text = refang(raw).replace(/\/128$/, "");
  const { host, port } = text.startsWith("[") ? splitPort(text) : { host: text, port: undefined };
  // A zone ("%eth0") names an interface of the machine that wrote it: it means nothing anywhere else (RFC 4007).
  const groups = ipv6Groups(host.replace(/^\[(.*)\]$/, "$1").replace(/%[\w.-]*$/, ""));
  return groups === undefined ? no("is not an IPv6 address") : withPort(ipv6Text(groups), port);
}

export function normaliseDomain(raw: string): Normalised {
  const text = refang(raw);
  if (text.includes("/")) return no("is not a domain name: it holds a slash");
  const { host, port } = splitPort(text);
  const name = withoutLastDots(host).toLowerCase();
  if (name.startsWith("*.")) return no("is a wildcard, not a domain name");
  const ascii = asciiName(name);
  const problem = ascii === undefined ? "is not a domain name" : domainProblem(ascii);
  return ascii === undefined || problem !== undefined ? no(problem ?? "") : withPort(ascii, port);
}

/** Far longer than any name, and short enough for IDNA, which takes time with the square of a name's length. */
const maxIdnaLength = 1_000;

// Only a name with letters outside ASCII goes through IDNA: the function would read "1.2.3" as an address.
const asciiName = (name: string): string | undefined => {
  if (/^[\x21-\x7e]*$/.test(name)) return name;
  if (name.length > maxIdnaLength) return undefined;
  // Brackets and stops are letters of no name (RFC 5892, section 2.6), though the function takes some of them.
  if (/\p{P}/u.test(name.replace(/[.\-_\u00b7\u30fb]/g, ""))) return undefined;
  // A middle dot stands between kana or kanji (RFC 5892, appendix A.7); elsewhere it is the bullet of a list.
  const dotted = name.split(".").filter((label) => label.includes("\u30fb"));
  if (!dotted.every((label) => /[\p{scx=Hira}\p{scx=Kana}\p{Script=Han}]/u.test(label.replaceAll("\u30fb", ""))))
    return undefined;
  const ascii = domainToASCII(name);
  return ascii === "" ? undefined : ascii;
};

// One look tells the usual name; only for the others is it worth finding out what is wrong with them.
const usualName = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

function domainProblem(name: string): string | undefined {
  if (name.length <= 253 && usualName.test(name)) return undefined;
  const labels = name.split(".");
  if (name.length > 253) return "is longer than the 253 characters of a domain name";
  if (labels.length < 2) return "is not a full domain name: it has no dot";
  if (labels.some((label) => label.length > 63)) return "has a label longer than 63 characters";
  if (!labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/.test(label))) return "is not a domain name";
  return /^[a-z](?:[a-z0-9-]*[a-z0-9])$/.test(labels.at(-1) ?? "") ? undefined : "has no top-level domain at its end";
}

/** A mail address in lower case, local part too: mail systems ignore its case, and so must a match. */
export function normaliseEmail(raw: string): Normalised {
  const text = refang(raw)
    .replace(/^mailto:/i, "")
    .replace(/^<(.*)>$/, "$1");
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at).toLowerCase();
  if (at < 1 || local.length > 64) return no("is not a mail address");
  if (!/^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u.test(local)) return no("is not a mail address");
  const domain = normaliseDomain(text.slice(at + 1));
  if (!domain.ok || domain.port !== undefined) return no("is not a mail address: its domain is none");
  return { ok: true, value: `${local}@${domain.value}` };
}

const defaultPorts: Readonly<Record<string, string>> = { http: "80", https: "443", ftp: "21", ws: "80", wss: "443" };

/**
 * A URL with its scheme and host in lower case, without the scheme's default port, and with its path, query and
 * fragment as they are: servers tell paths apart by case and by encoding. Only characters that cannot be seen or
 * would turn the text around are percent-encoded.
 */
export function normaliseUrl(raw: string): Normalised {
  const text = refang(raw).replace(/^<(.*)>$/, "$1");
  const schemed = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const assumed = !schemed && /^(?:\/\/)?[^/?#\s:]+(?::\d+)?[/?#]/.test(text);
  if (!schemed && !assumed) return no("is not a URL: it has no scheme and no path");
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#\\]*)([^]*)$/i.exec(
    schemed ? text : `http://${text.replace(/^\/\//, "")}`,
  );
  const [, scheme = "", authority = "", rest = ""] = match ?? [];
  const where = normaliseAuthority(scheme.toLowerCase(), authority);
  if (!where.ok) return where;
  const path = /^[/\\]/.test(rest) ? rest : `/${rest}`;
  if (/[\t\r\n]/.test(path)) return no("is not a URL: it holds a line break or tab");
  const value = `${scheme.toLowerCase()}://${where.value}${path.replace(/[\p{Cf}\p{Z}]/gu, encodeURIComponent)}`;
  return { ok: true, value, ...(assumed ? { assumedScheme: true } : {}) };
}

function normaliseAuthority(scheme: string, authority: string): Normalised {
  const share = scheme === "file" ? normaliseWebShare(authority) : undefined;
  if (share !== undefined) return share;
  const at = authority.lastIndexOf("@");
  const user = authority.slice(0, at + 1);
  if (/[\s\p{Cf}]/u.test(user)) return no("is not a URL: its user part holds a space");
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority.slice(at + 1));
  if (match === null) return no("is not a URL: its host is none");
  const [, host = "", digits = ""] = match;
  if (Number(digits) > 65_535) return no("is not a URL: its port is over 65535");
  const name = host.startsWith("[") ? normaliseIpv6(host) : normaliseHostName(host);
  if (!name.ok) return no(`is not a URL: its host ${name.reason}`);
  const written = host.startsWith("[") ? `[${name.value}]` : name.value;
  const port = digits.replace(/^0+/, "");
  return { ok: true, value: `${user}${written}${port === "" || port === defaultPorts[scheme] ? "" : `:${port}`}` };
}

/**
 * Windows opens "file://192.0.2.1@8789/" and "file://evil.example@SSL@8443/" as shares over the web (WebDAV): what
 * stands before the first "@" is the host and no user.
 */
function normaliseWebShare(authority: string): Normalised | undefined {
  const match = /^([^@:]+)@(SSL@|SSL$|)(\d{0,5})$/i.exec(authority);
  if (match === null) return undefined;
  const [, host = "", ssl = "", digits = ""] = match;
  const port = Number(digits);
  if ((digits === "" && !/^SSL$/i.test(ssl)) || port > 65_535) return no("is not a URL: its port is none");
  const name = normaliseHostName(host);
  if (!name.ok) return no(`is not a URL: its host ${name.reason}`);
  return { ok: true, value: `${name.value}@${ssl.toUpperCase()}${digits === "" ? "" : port}` };
}

/** Browsers read "0x7f.1" and "3232235777" as addresses (WHATWG URL, host parsing), and malware counts on it. */
function normaliseHostName(host: string): Normalised {
  if (!/^(?:[^.]*\.)*(?:\d+|0x[0-9a-f]*)\.?$/i.test(host)) return normaliseDomain(host);
  if (host.length > maxIdnaLength) return no("is not an address");
  try {
    return { ok: true, value: new URL(`http://${host}/`).hostname };
  } catch {
    return no("is not an address");
  }
}
