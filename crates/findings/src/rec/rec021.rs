use crate::{Both, Disposition, Entry, Group, Severity};

/// A name that was perhaps cut.
pub static REC021: Entry = Entry {
    id: "REC021",
    group: Group::Record,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "途中で切れているかもしれない値", en: "A value that was perhaps cut" },
    message: Both {
        ja: "値が元の項目 (長さが分からなければ標準の項目) の最大の長さちょうどです",
        en: "the value fills the old system's field (where its length is not known, the item) exactly",
    },
    advice: Both {
        ja: "備考などに続きがないか、元の記録で確かめてください",
        en: "look at the original record: does the value go on, perhaps in a memo?",
    },
    explanation: Both {
        ja: "長い氏名や住所は、旧システムの項目の長さで切られ、続きが備考に書かれていることがあります。元の項目の最大の長さ (バイト数) ちょうどの値は、切られたものかもしれません。元の項目の長さは、固定長の source 定義か、CSV の項目の bytes から分かります。分からないときは標準の項目の最大文字数と比べます。",
        en: "Old systems cut long names and addresses to the length of their field and let them go on in a memo. A value that fills its field to the last byte was perhaps cut. How much the field holds is known of fixed width, and of CSV where the source definition gives the field bytes; else the item's greatest number of characters is looked at.",
    },
    source: "",
};
