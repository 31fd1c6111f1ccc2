use crate::{Both, Disposition, Entry, Group, Severity};

/// Wrong number of fields.
pub static FMT001: Entry = Entry {
    id: "FMT001",
    group: Group::Framing,
    severity: Severity::Error,
    disposition: Disposition::Reject,
    title: Both { ja: "項目数の違い", en: "Wrong number of fields" },
    message: Both {
        ja: "項目は {expected} 個のはずですが {actual} 個あります",
        en: "{expected} fields expected, {actual} found",
    },
    advice: Both {
        ja: "値の中の区切り文字や欠けた項目を直してください。すべてのレコードで起きるなら source の fields か delimiter の誤りです",
        en: "look for a delimiter inside a value or a missing field; if every record has this, correct fields or delimiter in the source definition",
    },
    explanation: Both {
        ja: "レコードの項目数が source 定義と違います。どの値がどの項目か決められないため、レコード全体を受け付けません。",
        en: "The record does not have the number of fields that the source definition declares, so no value can be trusted to be in its field: the whole record is rejected.",
    },
    source: "",
};
