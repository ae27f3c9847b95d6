import { vocabulary } from "./vocabulary";

/** The levels of marking.ts as people read them. */
export const tlps = vocabulary("Tlp", "Traffic Light Protocol 2.0 (FIRST): who may receive a thing.", {
  CLEAR: ["TLP:CLEAR", "TLP:CLEAR", "May be spread without limit.", "制限なく公開できる。"],
  GREEN: ["TLP:GREEN", "TLP:GREEN", "May be spread within the community.", "コミュニティ内で共有できる。"],
  AMBER: [
    "TLP:AMBER",
    "TLP:AMBER",
    "The recipient's organisation and its clients, who need to know.",
    "受領組織とその顧客（知る必要がある者）まで。",
  ],
  AMBER_STRICT: ["TLP:AMBER+STRICT", "TLP:AMBER+STRICT", "The recipient's organisation only.", "受領組織内のみ。"],
  RED: ["TLP:RED", "TLP:RED", "The named recipients only.", "名指しされた受領者のみ。"],
});
export const paps = vocabulary("Pap", "Permissible Actions Protocol: what may be done with a thing.", {
  CLEAR: ["PAP:CLEAR", "PAP:CLEAR", "No limits.", "制限なし。"],
  GREEN: [
    "PAP:GREEN",
    "PAP:GREEN",
    "Active measures that the adversary may notice are allowed: blocking.",
    "遮断など能動的な措置も可。",
  ],
  AMBER: [
    "PAP:AMBER",
    "PAP:AMBER",
    "Passive cross-checks only: nothing that reaches the adversary.",
    "受動的な照合のみ。攻撃者に届く行為は不可。",
  ],
  RED: [
    "PAP:RED",
    "PAP:RED",
    "Passive, non-detectable use on own infrastructure only.",
    "自組織内での検知されない受動的利用のみ。",
  ],
});
