use crate::{Both, Disposition, Entry, Group, Severity};

/// A file that cannot be read.
pub static SET008: Entry = Entry {
    id: "SET008",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "読めないファイル", en: "A file that cannot be read" },
    message: Both { ja: "ファイルが読めません ({text})", en: "the file cannot be read ({text})" },
    advice: Both {
        ja: "壊れていないか、文字コードと区切りは何かを引渡し側に確かめ、出し直してもらってください",
        en: "ask for the file again, and for its encoding and delimiter",
    },
    explanation: Both {
        ja: "文字の並びではない、見出しが終わらない、列が多すぎる、圧縮や Parquet が壊れているなどの理由で、レコードを取り出せません。",
        en: "It is no text, its header does not end, it has too many columns, or its compression or Parquet is damaged: no record could be taken from it.",
    },
    source: "",
};
