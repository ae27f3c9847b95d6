import { type ValueOf, vocabulary } from "../../platform/vocabulary";

/** The six obstacles that hold cases up, after ISOG-J; the first three belong to the network, the last three to the endpoint. */
export const obstacleKinds = vocabulary("ObstacleKind", "What holds a case up (課題), and what may answer it.", {
  CONTENT_NOT_VISIBLE: [
    "見えない",
    "Content not visible",
    "Traffic is seen, its content is not: HTTPS, the malware's own encryption. Answer: detect on the endpoint.",
    "通信は見えるが中身が見えない（HTTPS、独自暗号など）。対策: エンドポイントで検知する。",
  ],
  OUT_OF_WATCH: [
    "見てない",
    "Out of watch",
    "The device is outside the watched network: remote work, public Wi-Fi, tethering. Answer: an EDR server that is reachable from outside.",
    "監視対象のネットワークの外にいる（テレワーク、公衆Wi-Fi、テザリング）。対策: 社外から届くEDRサーバー。",
  ],
  INDISTINGUISHABLE: [
    "見ようがない",
    "Indistinguishable",
    "No traffic crosses a sensor, or it looks legitimate: internal spread, abused web services. Answer: behaviour on the endpoint.",
    "センサーを通らない、または正規の通信と区別できない（内部拡散、正規サービスの悪用）。対策: エンドポイントの挙動を見る。",
  ],
  DEVICE_NOT_FOUND: [
    "ない",
    "Device not found",
    "The victim device is not where it should be: DHCP, free seating. Answer: one list of devices on the EDR management server.",
    "被害端末が見つからない（DHCP、フリーアドレス）。対策: EDR管理サーバーで端末を一元的に把握する。",
  ],
  NOBODY_AVAILABLE: [
    "いない",
    "Nobody available",
    "Nobody who may decide or act is there: nights, holidays, one person who knows it all. Answer: first response by the SOC, as logical isolation or killing a process.",
    "判断・対応できる人がいない（夜間、休日、属人化）。対策: SOCによる一次対応（論理隔離、プロセスキル）。",
  ],
  SITUATION_UNCLEAR: [
    "わからない",
    "Situation unclear",
    "What is really going on is unknown: too little material, too little skill. Answer: data from network and endpoint together; a second opinion.",
    "何が起きているかわからない（材料・技量の不足）。対策: ネットワークと端末の情報を合わせる。別の専門家の意見を得る。",
  ],
});
export type ObstacleKind = ValueOf<typeof obstacleKinds>;

/** Something that holds a case up (課題), from when it was raised until it is resolved. */
export type Obstacle = {
  readonly id: string;
  readonly version: number;
  readonly caseId: string;
  readonly kind: ObstacleKind;
  readonly note: string;
  readonly raisedAt: Date;
  readonly raisedById: string;
  readonly raisedByOrganizationId: string;
  readonly resolvedAt: Date | null;
  readonly resolvedById: string | null;
  readonly resolvedByOrganizationId: string | null;
  readonly how: string | null;
};

export const obstacleStateOf = ({ resolvedAt }: Obstacle) => (resolvedAt ? "RESOLVED" : "OPEN");
