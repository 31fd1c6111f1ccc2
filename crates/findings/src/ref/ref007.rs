use crate::{Both, Disposition, Entry, Group, Severity};

/// The row it points at is of another kind, perhaps.
pub static REF007: Entry = Entry {
    id: "REF007",
    group: Group::Reference,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "参照先の行が条件に合わない (要確認)",
        en: "The row it points at is of another kind, perhaps",
    },
    message: Both {
        ja: "参照先の行はありますが、条件に合いません ({text})",
        en: "the row it points at does not meet the condition ({text})",
    },
    advice: Both {
        ja: "どちらの行が正しいか、元の記録で確かめてください",
        en: "look at the original records: which of the rows is right?",
    },
    explanation: Both {
        ja: "参照先の行はありますが、規則が求める行ではありません (例: 外国人住民情報の人が住民情報では日本人)。",
        en: "The row exists, but is not one that the rule asks for (such as a foreign resident who is Japanese in 住民情報).",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
