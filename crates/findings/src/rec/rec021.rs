use crate::{Both, Disposition, Entry, Group, Severity};

/// A name that was perhaps cut.
pub static REC021: Entry = Entry {
    id: "REC021",
    group: Group::Record,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "途中で切れているかもしれない値", en: "A value that was perhaps cut" },
    message: Both {
        ja: "値の長さが項目の最大と同じです",
        en: "the value is exactly as long as the item allows",
    },
    advice: Both {
        ja: "備考などに続きがないか、元の記録で確かめてください",
        en: "look at the original record: does the value go on, perhaps in a memo?",
    },
    explanation: Both {
        ja: "長い氏名や住所は、旧システムの項目の長さで切られ、続きが備考に書かれていることがあります。最大の長さちょうどの値は、切られたものかもしれません。",
        en: "Old systems cut long names and addresses to the length of their field and let them go on in a memo. A value of exactly the greatest length was perhaps cut.",
    },
    source: "",
};
