use crate::{Both, Disposition, Entry, Group, Severity};

/// An unknown record type.
pub static FMT011: Entry = Entry {
    id: "FMT011",
    group: Group::Framing,
    severity: Severity::Error,
    disposition: Disposition::Reject,
    title: Both { ja: "未定義のレコード種別", en: "An unknown record type" },
    message: Both {
        ja: "レコード種別の値 {text} (16進) は source の定義にありません",
        en: "the record type {text} (hex) is not in the source definition",
    },
    advice: Both {
        ja: "source の record_type.values に加えるか、レコードの位置がずれていないかを確かめてください。要らない種別なら skip とします",
        en: "add it to record_type.values in the source definition (as skip if nobody wants it), or check whether records are shifted",
    },
    explanation: Both {
        ja: "レコード種別の項目に、source 定義にない値があります。どの項目の並びで読むべきか決められないため、レコード全体を受け付けません。",
        en: "The field that tells record types apart holds a value that the source definition does not list, so it is not known which fields the record has: the whole record is rejected.",
    },
    source: "",
};
