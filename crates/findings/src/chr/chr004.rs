use crate::{Both, Disposition, Entry, Group, Severity};

/// A character outside the target repertoire.
pub static CHR004: Entry = Entry {
    id: "CHR004",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "使えない文字", en: "A character outside the target repertoire" },
    message: Both {
        ja: "文字 {text} は移行先で使える文字の範囲にありません",
        en: "the character {text} is outside the target repertoire",
    },
    advice: Both {
        ja: "移行先で使う文字に置き換えるか、[characters] repertoire の指定を確かめてください",
        en: "replace it by a character the target can hold, or check [characters] repertoire",
    },
    explanation: Both {
        ja: "[characters] repertoire で選んだ文字の範囲にない文字です。扱いは [characters] unmapped に従います。",
        en: "The character is not in the repertoire chosen with [characters] repertoire; [characters] unmapped decides what happens to it.",
    },
    source: "",
};
