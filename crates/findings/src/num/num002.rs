use crate::{Both, Disposition, Entry, Group, Severity};

/// Not a number.
pub static NUM002: Entry = Entry {
    id: "NUM002",
    group: Group::Numbers,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "数値として読めない値", en: "Not a number" },
    message: Both { ja: "数値として読めません", en: "cannot be read as a number" },
    advice: Both {
        ja: "元の値と、mapping で対応付けた元の項目が正しいかを確かめてください",
        en: "check the value, and that the mapping feeds the item from the right field",
    },
    explanation: Both {
        ja: "金額・件数・面積などの項目が数値として読めないか、扱える大きさや小数の桁数を超えています。",
        en: "An amount, a count or a measure cannot be read as a number, or is too large, or has more decimals than the layout declares.",
    },
    source: "",
};
