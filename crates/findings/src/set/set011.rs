use crate::{Both, Disposition, Entry, Group, Severity};

/// Columns that the layout does not have.
pub static SET011: Entry = Entry {
    id: "SET011",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "レイアウトにない列", en: "Columns that the layout does not have" },
    message: Both {
        ja: "レイアウトにない列があります: {text}",
        en: "columns that the layout does not have: {text}",
    },
    advice: Both {
        ja: "名前の違いなら delivery.toml の columns で対応を書き、余分な列なら内容を引渡し側に確かめてください",
        en: "if only names differ, say so in columns of delivery.toml; else ask what they hold",
    },
    explanation: Both {
        ja: "どの項目にも当たらない列です。値は検査していません。",
        en: "These columns are no item's. Their values were not checked.",
    },
    source: "",
};
