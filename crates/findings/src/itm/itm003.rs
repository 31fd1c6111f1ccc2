use crate::{Both, Disposition, Entry, Group, Severity};

/// A value of the wrong type.
pub static ITM003: Entry = Entry {
    id: "ITM003",
    group: Group::Item,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "型の違い", en: "A value of the wrong type" },
    message: Both {
        ja: "値が項目の型「{text}」に合いません", en: "the value is not of the type {text}"
    },
    advice: Both {
        ja: "値と、mapping で対応付けた元の項目が正しいかを確かめてください",
        en: "check the value, and that the mapping feeds the item from the right field",
    },
    explanation: Both {
        ja: "数字だけの項目に数字以外がある、半角の項目に全角があるなど、値の文字種が型に合いません。",
        en: "The characters of the value do not fit the type: something other than digits in an item of digits, full-width in an item of half-width, and so on.",
    },
    source: "layouts: type",
};
