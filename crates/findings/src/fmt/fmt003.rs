use crate::{Both, Disposition, Entry, Group, Severity};

/// Misplaced quotes.
pub static FMT003: Entry = Entry {
    id: "FMT003",
    group: Group::Framing,
    severity: Severity::Error,
    disposition: Disposition::Reject,
    title: Both { ja: "引用符の使い方の誤り", en: "Misplaced quotes" },
    message: Both {
        ja: "引用符 (\") の使い方が source の quote の指定に合いません",
        en: "quotes do not stand as the source definition says",
    },
    advice: Both {
        ja: "値の中の引用符を \"\" と重ねるか、source の quote (always・when-needed・never) を直してください",
        en: "double quotes inside values, or correct quote (always, when-needed, never) in the source definition",
    },
    explanation: Both {
        ja: "閉じた引用符の後に文字が続いている、または quote = \"always\" なのに引用符のない項目があります。",
        en: "Text follows a closing quote, or a field stands unquoted though the source definition says quote = \"always\".",
    },
    source: "",
};
