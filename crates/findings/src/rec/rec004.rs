use crate::{Both, Disposition, Entry, Group, Severity};

/// A blank that the other items do not allow, perhaps.
pub static REC004: Entry = Entry {
    id: "REC004",
    group: Group::Record,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "なければならない項目が空 (要確認)",
        en: "A blank that the other items do not allow, perhaps",
    },
    message: Both {
        ja: "{text} の行なのに、この項目が空です",
        en: "the row has {text}, but this item is blank",
    },
    advice: Both {
        ja: "元の記録で値を確かめてください", en: "look the value up in the original record"
    },
    explanation: Both {
        ja: "ほかの項目の値から見て、値がなければならない項目が空です (例: 消除の事由があるのに消除の年月日がない)。",
        en: "The other items of the row say that this one must have a value (such as a reason of removal without its date).",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
