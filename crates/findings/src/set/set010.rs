use crate::{Both, Disposition, Entry, Group, Severity};

/// Columns are missing.
pub static SET010: Entry = Entry {
    id: "SET010",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "列が足りない", en: "Columns are missing" },
    message: Both {
        ja: "項目の列がありません: {text}", en: "there are no columns of the items: {text}"
    },
    advice: Both {
        ja: "項目の無い理由を引渡し側に確かめてください", en: "ask why they are not delivered"
    },
    explanation: Both {
        ja: "レイアウトの項目の列がファイルにありません。値は空として扱います。",
        en: "The file has no columns for these items of the layout; they are taken as blank.",
    },
    source: "",
};
