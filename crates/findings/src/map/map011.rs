use crate::{Both, Disposition, Entry, Group, Severity};

/// Records left behind by rule.
pub static MAP011: Entry = Entry {
    id: "MAP011",
    group: Group::Mapping,
    severity: Severity::Info,
    disposition: Disposition::Keep,
    title: Both { ja: "移行対象外としたレコード", en: "Records left behind by rule" },
    message: Both {
        ja: "移行対象外の規則に当たるレコードがあります (規則: 件数 = {text})",
        en: "records are left behind by rule (rule: records = {text})",
    },
    advice: Both {
        ja: "規則の根拠と承認、件数を確かめてください",
        en: "check the rule's ground, who approved it, and the number",
    },
    explanation: Both {
        ja: "migration.toml の [[left_behind]] に当たるレコードは移行しません。規則ごとに根拠と承認者と件数を manifest.json に残します。",
        en: "Records that meet a [[left_behind]] rule of migration.toml are not migrated. Ground, approval and number of each rule stand in manifest.json.",
    },
    source: "",
};
