use crate::{Both, Disposition, Entry, Group, Severity};

/// An unreadable count in the trailer.
pub static FMT013: Entry = Entry {
    id: "FMT013",
    group: Group::Framing,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "読めないトレーラーの件数", en: "An unreadable count in the trailer" },
    message: Both {
        ja: "トレーラーの件数を数値として読めません",
        en: "the count in the trailer cannot be read as a number",
    },
    advice: Both {
        ja: "source の [trailer] の位置・長さ・種類を確かめてください",
        en: "check the position, length and kind in [trailer] of the source definition",
    },
    explanation: Both {
        ja: "トレーラーの件数の欄が空白か、数値ではありません。件数は確かめていません。",
        en: "The field for the count in the trailer is blank or holds no number, so the number of records was not checked.",
    },
    source: "",
};
