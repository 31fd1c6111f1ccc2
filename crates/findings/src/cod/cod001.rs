use crate::{Both, Disposition, Entry, Group, Severity};

/// A value that is not in the standard's code table.
pub static COD001: Entry = Entry {
    id: "COD001",
    group: Group::Codes,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "コード表にない値", en: "A value that is not in the standard's code table" },
    message: Both {
        ja: "値がコード表「{text}」にありません",
        en: "the value is not in the code table {text}",
    },
    advice: Both {
        ja: "mapping の対応表 (code) で標準のコードへ置き換えてください",
        en: "translate it to a standard code in the mapping (code)",
    },
    explanation: Both {
        ja: "項目に決められたコード表の値ではありません。",
        en: "The item takes its values from a code table, and this is not one of them.",
    },
    source: "layouts: code table",
};
