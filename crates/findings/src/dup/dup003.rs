use crate::{Both, Disposition, Entry, Group, Severity};

/// A row that lost to another with the same key.
pub static DUP003: Entry = Entry {
    id: "DUP003",
    group: Group::Duplicate,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "重複として除いた行 (キーだけ同じ)", en: "A row removed by the policy for equal keys"
    },
    message: Both {
        ja: "同じキーの別の行が残っているので、方針により除きました ({text})",
        en: "removed by policy: another row with the same key stays ({text})",
    },
    advice: Both {
        ja: "違いは duplicates/ に値つきであります。残した行が正しいか確かめてください",
        en: "duplicates/ shows what differs, with both values: did the right row stay?",
    },
    explanation: Both {
        ja: "migration.toml の [cleanse.files] の方針 (first, last, newest, most-complete) に当たらなかった行です。残した行の場所と、値の違う項目の名前を示します。",
        en: "The row that did not win by the policy in [cleanse.files] of migration.toml (first, last, newest, most-complete). The place of the row that stays and the names of the items that differ are told.",
    },
    source: "",
};
