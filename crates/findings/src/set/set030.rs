use crate::{Both, Disposition, Entry, Group, Severity};

/// A figure that cannot be compared.
pub static SET030: Entry = Entry {
    id: "SET030",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "比べられない数", en: "A figure that cannot be compared" },
    message: Both {
        ja: "記入された数を比べられません ({text})",
        en: "a figure that was filled in cannot be compared ({text})",
    },
    advice: Both {
        ja: "記入用の表のファイル名・集計名・分類・基準日を確かめてください",
        en: "check file, name, groups and day in the sheet",
    },
    explanation: Both {
        ja: "記入用の表の行に当たる集計が、この納品物にはありません。",
        en: "No total of this delivery is that of the line in the sheet.",
    },
    source: "",
};
