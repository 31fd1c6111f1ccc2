use crate::{Both, Disposition, Entry, Group, Severity};

/// A control character in a text.
pub static CHR005: Entry = Entry {
    id: "CHR005",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "制御文字", en: "A control character in a text" },
    message: Both {
        ja: "制御文字 {text} が含まれています", en: "holds the control character {text}"
    },
    advice: Both {
        ja: "元の値を確かめ、制御文字 (NUL、タブなど) を取り除いてください",
        en: "look at the original value and remove the control character (NUL, a tab …)",
    },
    explanation: Both {
        ja: "文字項目の中に NUL・タブ・改行などの制御文字があります。ホストの未設定領域や入力の誤りによるもので、標準レイアウトの値にはなりません。",
        en: "NUL, tab, a line end or another control character stands in an item. It comes from unset host storage or a slip of input and cannot be part of a standard value.",
    },
    source: "",
};
