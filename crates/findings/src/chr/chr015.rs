use crate::{Both, Disposition, Entry, Group, Severity};

/// A gaiji that the table knows but nobody has identified.
pub static CHR015: Entry = Entry {
    id: "CHR015",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "同定が済んでいない外字", en: "A gaiji whose identification is pending" },
    message: Both {
        ja: "外字 {text} は外字表で同定待ち (pending) です",
        en: "the gaiji {text} is pending in the gaiji table",
    },
    advice: Both {
        ja: "utsushi gaiji worksheet で作業票を作り、同定した結果を外字表に入れてください",
        en: "make a worksheet with utsushi gaiji worksheet and put what was identified into the gaiji table",
    },
    explanation: Both {
        ja: "外字表に載っていますが、どの文字かまだ決まっていません。決まるまで [characters] unmapped に従います。",
        en: "The gaiji stands in the gaiji table, and which character it is has not been decided. Until then [characters] unmapped decides.",
    },
    source: "",
};
