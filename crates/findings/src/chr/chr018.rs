use crate::{Both, Disposition, Entry, Group, Severity};

/// No target by the chosen relations.
pub static CHR018: Entry = Entry {
    id: "CHR018",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "縮退先のない文字", en: "A character without a reduction" },
    message: Both {
        ja: "{text} は選んだ関係では縮退できません",
        en: "none of the chosen relations reduces {text}",
    },
    advice: Both {
        ja: "[characters] shrink に関係を足すか、代わりの文字を人が決めてください",
        en: "add a relation to [characters] shrink, or let a person choose another character",
    },
    explanation: Both {
        ja: "移行先の文字の範囲になく、[characters] shrink のどの関係にも移行先で使える文字がありません。MJ縮退マップは 23,011 の文字図形に縮退先を持ちません。",
        en: "The character is outside the target repertoire, and no relation of [characters] shrink leads to one that is inside. MJ縮退マップ has no target for 23,011 glyphs.",
    },
    source: "IPA MJ縮退マップ Ver.1.2.0",
};
