import { readIntel } from "../../src/interop/read";
import { IntelRefused } from "../../src/interop/statement";

const read = (text: string) => readIntel(Buffer.from(text));
const readJson = (value: unknown) => read(JSON.stringify(value));
const refusal = (text: string) => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof IntelRefused) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "read";
};

describe("A MISP event", () => {
  const uuid = (last: number) => `58503e41-62e8-4280-b09c-4674000000${String(last).padStart(2, "0")}`;
  const attribute = (fields: object = {}) => ({
    uuid: uuid(1),
    type: "domain",
    category: "Network activity",
    to_ids: true,
    timestamp: "1481653825",
    distribution: "5",
    value: "evil.example",
    ...fields,
  });
  const event = (attributes: readonly object[], fields: object = {}) => ({
    Event: {
      uuid: uuid(99),
      info: "TeleBots",
      date: "2016-12-13",
      distribution: "3",
      Orgc: { name: "CERT", uuid: "55f6ea5e-2c60-40e5-964f-47a8950d210f" },
      Attribute: attributes,
      ...fields,
    },
  });

  test("gives each attribute with its creator, time, comment and tags", () => {
    const tags = [{ name: "tlp:green" }, { name: 'osint:certainty="50"' }];
    const result = readJson(event([attribute({ comment: "C2", Tag: [{ name: "PAP:AMBER" }] })], { Tag: tags }));
    expect(result).toMatchObject({ format: "MISP_EVENT", title: "TeleBots" });
    expect(result.statements).toMatchObject([
      {
        at: uuid(1),
        type: "DOMAIN",
        value: "evil.example",
        description: "C2",
        confidence: 50,
        tlp: "GREEN",
        pap: "AMBER",
        labels: ['osint:certainty="50"'],
        source: { id: uuid(1), creatorName: "CERT", modified: "2016-12-13T18:30:25.000000Z" },
      },
    ]);
  });

  test.each([
    ["filename|sha1", `evil.exe|${"a".repeat(40)}`, [`FILE_SHA1 ${"a".repeat(40)}`]],
    ["domain|ip", "evil.example|192.0.2.1", ["DOMAIN evil.example", "IPV4 192.0.2.1"]],
    ["ip-dst|port", "192.0.2.1|443", ["IPV4 192.0.2.1"]],
    ["ip-src", "198.51.100.0/24", ["CIDR 198.51.100.0/24"]],
    ["regkey|value", "HKLM\\Run|x.exe", ["REGISTRY_KEY HKEY_LOCAL_MACHINE\\Run"]],
    ["AS", "AS174", ["ASN AS174"]],
  ])("%s %s", (type, value, expected) => {
    const { statements } = readJson(event([attribute({ type, value })]));
    expect(statements.map((each) => `${each.type} ${each.value}`)).toEqual(expected);
  });

  test("says what is not meant for detection, and leaves out what is about the report", () => {
    const result = readJson(
      event([
        attribute({ to_ids: false }),
        attribute({ uuid: uuid(2), to_ids: "0", category: "External analysis" }),
        attribute({ uuid: uuid(3), type: "link", value: "https://vendor.example/report", to_ids: false }),
      ]),
    );
    expect(result.statements).toMatchObject([{ at: uuid(1), labels: ["to_ids:false"] }]);
    expect(result.ignored.map(({ count }) => count)).toEqual([1, 1]);
  });

  test("calls a deleted attribute back, and lets its creator bring it back", () => {
    const deleted = attribute({ deleted: true, timestamp: "1481653900" });
    expect(readJson(event([attribute(), deleted])).statements).toMatchObject([{ revoked: true }]);
  });

  test("keeps what is only for its own organisation or an unknown group from going further", () => {
    for (const distribution of ["0", "4"]) {
      const { statements } = readJson(event([attribute()], { distribution, Tag: [{ name: "tlp:white" }] }));
      expect(statements[0]?.tlp).toBe("AMBER_STRICT");
    }
  });

  test("refuses an attribute by its field and keeps the others", () => {
    const result = readJson(event([attribute(), attribute({ uuid: uuid(2), to_ids: "maybe" }), { type: "md5" }]));
    expect(result.statements).toHaveLength(1);
    expect(result.refused).toMatchObject([
      { at: uuid(2), field: "to_ids" },
      { at: "Event.Attribute[2]", field: "value" },
    ]);
  });
});

describe("OpenIOC", () => {
  const document = (items: string) =>
    `<?xml version="1.0"?><ioc id="x" last-modified="2014-10-19T15:41:48Z"><short_description>S</short_description>` +
    `<authored_by>A</authored_by><definition><Indicator operator="OR" id="g">${items}</Indicator></definition></ioc>`;
  const item = (search: string, content: string, attributes = 'condition="is"') =>
    `<IndicatorItem id="i" ${attributes}><Context search="${search}"/><Content>${content}</Content></IndicatorItem>`;

  test("gives conditions of which one is enough", () => {
    const result = read(
      document(item("FileItem/Md5sum", "A".repeat(32)) + item("DnsEntryItem/Host", "evil.ru", 'condition="contains"')),
    );
    expect(result).toMatchObject({ format: "OPENIOC", title: "S" });
    expect(result.statements).toMatchObject([
      { type: "FILE_MD5", name: "S", source: { creatorName: "A", modified: "2014-10-19T15:41:48.000000Z" } },
      { type: "DOMAIN", value: "evil.ru" },
    ]);
  });

  test.each([
    [item("FileItem/FullPath", "Temp", 'condition="contains"'), "condition"],
    [item("FileItem/FileName", "a.exe", 'condition="is" negate="true"'), "condition"],
    [item("ProcessItem/arguments", "-x"), "Context"],
    [item("FileItem/Md5sum", "zz"), "Content"],
    [`<Indicator operator="AND" id="a">${item("FileItem/FileName", "a").repeat(2)}</Indicator>`, "Indicator"],
  ])("names what is no indicator by itself: %s", (items, field) => {
    const result = read(document(items));
    expect([result.statements.length, result.refused[0]?.field]).toEqual([0, field]);
  });

  test.each([
    ['<!DOCTYPE ioc [<!ENTITY a "b">]><ioc>&a;</ioc>', "UNSUPPORTED"],
    ['<ioc><!ENTITY a "b"></ioc>', "UNSUPPORTED"],
    ["<ioc><a></b></ioc>", "INVALID_INPUT"],
    ["<ioc><a>", "INVALID_INPUT"],
    ["<ioc>&unknown;</ioc>", "INVALID_INPUT"],
    [`<ioc>${"<a>".repeat(100)}`, "PAYLOAD_TOO_LARGE"],
    ["<html></html>", "UNSUPPORTED"],
  ])("%s is refused: %s", (text, code) => {
    expect(refusal(text)).toContain(`${code}: `);
  });
});

describe("An OCSF detection finding", () => {
  const finding = (fields: object = {}) => ({
    class_uid: 2004,
    activity_id: 1,
    type_uid: 200401,
    severity_id: 3,
    confidence_id: 2,
    time: 1627909899772,
    metadata: { version: "1.3.0", product: { name: "Defender" } },
    finding_info: { uid: "f-1", title: "LdapSearch", analytic: { name: "rule" } },
    device: { hostname: "pc-1" },
    ...fields,
  });

  test("becomes a detection with its tool, rule, time and machines", () => {
    expect(readJson([finding()]).detections).toMatchObject([
      {
        id: "f-1",
        title: "LdapSearch",
        tool: "Defender",
        rule: "rule",
        detectedAt: "2021-08-02T13:11:39.772000Z",
        severity: "MEDIUM",
        confidence: "MEDIUM",
        hosts: ["pc-1"],
      },
    ]);
  });

  test.each([
    [{ type_uid: 200499 }, "type_uid"],
    [{ severity_id: 42 }, "severity_id"],
    [{ time: "2024-01-01" }, "time"],
    [{ finding_info: {} }, "finding_info.uid"],
    [{ metadata: null }, "metadata"],
    [{ class_uid: 2005 }, "class_uid"],
  ])("is refused by its field: %j", (fields, field) => {
    expect(readJson([finding(fields), finding()])).toMatchObject({
      refused: [{ at: "item [0]", field }],
      detections: [{}],
    });
  });
});

describe("Lists of MISP", () => {
  test("a warning list is a list of the benign", () => {
    const list = {
      name: "Public DNS",
      version: 3,
      type: "cidr",
      list: ["8.8.8.8/32", 5],
      matching_attributes: ["ip-src"],
    };
    const result = readJson(list);
    expect(result.benignLists).toEqual([
      { name: "Public DNS", version: "3", matching: "CIDR", attributes: ["ip-src"], entries: ["8.8.8.8/32"] },
    ]);
    expect(result.refused).toMatchObject([{ at: "list[1]" }]);
  });

  test("the TLP taxonomy is understood, and another one is refused by its name", () => {
    const taxonomy = (namespace: string) => ({ namespace, predicates: [{ value: "amber+strict" }] });
    expect(readJson(taxonomy("tlp")).ignored).toMatchObject([{ what: "tlp:amber+strict means AMBER_STRICT" }]);
    expect(refusal(JSON.stringify(taxonomy("osint")))).toMatch(/taxonomy "osint"/);
  });
});

describe("What is no input of this hub", () => {
  test.each([
    [{ action: "stop", command_id: "1" }, "OpenC2 commands"],
    [{ status: "200" }, "an OpenC2 response"],
    [{ Timestamp: "2024-01-01", ActionType: "LdapSearch" }, "an EDR log of Microsoft 365 Defender"],
    [{ threatInfo: {}, agentRealtimeInfo: {} }, "an EDR alert of SentinelOne"],
    [{ cid: "1", behaviors: [] }, "an EDR alert of CrowdStrike Falcon"],
    [{ TimeGenerated: "2024-01-01", Type: "AuditLogs" }, "a log of Microsoft Sentinel"],
    [[{ EventID: 1, Channel: "Security" }], "a Windows event log"],
    [[], "an empty JSON list"],
    [{}, "an empty JSON object"],
    [5, "a single JSON value"],
  ])("%j is refused by what it is", (value, name) => {
    expect(refusal(JSON.stringify(value))).toBe(`UNSUPPORTED: The file is ${name}, which this hub does not read.`);
  });
});
