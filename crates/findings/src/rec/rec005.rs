use crate::{Both, Disposition, Entry, Group, Severity};

/// A value that the other items do not allow.
pub static REC005: Entry = Entry {
    id: "REC005",
    group: Group::Record,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both {
        ja: "あってはならない項目に値", en: "A value that the other items do not allow"
    },
    message: Both {
        ja: "{text} の行なのに、この項目に値があります",
        en: "the row has {text}, but this item has a value",
    },
    advice: Both {
        ja: "どちらの項目が正しいか、元の記録で確かめてください",
        en: "look at the original record: which of the items is right?",
    },
    explanation: Both {
        ja: "ほかの項目の値から見て、空のはずの項目に値があります (例: 日本人住民に通称がある)。",
        en: "The other items of the row say that this one must be blank (such as an alias of a Japanese resident).",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
