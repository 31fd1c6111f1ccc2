use crate::{Both, Disposition, Entry, Group, Severity};

/// A variation selector with no base.
pub static CHR014: Entry = Entry {
    id: "CHR014",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both {
        ja: "基底文字のない異体字セレクター", en: "A variation selector without a base character"
    },
    message: Both {
        ja: "異体字セレクター {text} の前に文字がありません",
        en: "the variation selector {text} has no character before it",
    },
    advice: Both {
        ja: "値が途中で切れていないか、元のシステムで確かめてください",
        en: "check in the old system whether the value was cut",
    },
    explanation: Both {
        ja: "異体字セレクターは前の漢字の字形を選ぶもので、値の先頭や空白の後では意味がありません。桁数で切られた値によくあります。",
        en: "A variation selector chooses the glyph of the character before it; at the beginning of a value or behind a space it means nothing. Values that were cut by length often begin so.",
    },
    source: "UTS #37",
};
